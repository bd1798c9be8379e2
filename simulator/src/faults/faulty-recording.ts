import { timestampText } from '../points/civil-json.ts';
import { writeReading, type ReadingWriter } from '../points/heart-rate-points.ts';
import { heartRateSeries, type HeartRateSeries } from '../series/heart-rate-series.ts';
import type { SimulatedUser } from '../series/person.ts';
import { hash, STREAM, unit } from '../series/random.ts';
import type { Recording } from '../series/recording.ts';
import { DAY_MS } from '../series/zone-clock.ts';
import type { FaultSwitchboard } from './fault-switchboard.ts';

interface Change {
  readonly startMs: number;
  readonly endMs: number;
  /** Beats per minute to add; `undefined` for readings that are not there yet. */
  readonly by: number | undefined;
}

/** What the cloud holds of a user now: the truth up to now, changed by the faults `late` and `restate`. */
export function recordingOf(user: SimulatedUser, nowMs: number, faults: FaultSwitchboard): Recording {
  const changes: Change[] = [
    ...faults.standing('restate', user.id),
    ...faults.standing('late', user.id).map((fault) => ({ ...fault, by: undefined })),
  ].map(({ start, end, by }) => ({ startMs: Date.parse(start), endMs: Date.parse(end), by }));
  return {
    user,
    nowMs,
    heartRate: (startMs, endMs) => {
      const series = heartRateSeries(user, startMs, Math.min(endMs, nowMs));
      return changes
        .filter((change) => change.startMs < endMs && change.endMs > startMs)
        .reduce(applyChange, series);
    },
  };
}

function applyChange({ timestamps, bpm }: HeartRateSeries, { startMs, endMs, by }: Change): HeartRateSeries {
  const isMet = (index: number) => {
    const at = timestamps[index] ?? 0;
    return at >= startMs && at < endMs;
  };
  return by === undefined
    ? {
        timestamps: timestamps.filter((_, index) => !isMet(index)),
        bpm: bpm.filter((_, index) => !isMet(index)),
      }
    : {
        timestamps,
        bpm: bpm.map((value, index) => (isMet(index) ? Math.min(220, Math.max(30, value + by)) : value)),
      };
}

/** Whether a fault of bad readings with this share spoils the reading at an instant: the same ones every time. */
export function isBadReading(seed: number, timestampMs: number, share: number): boolean {
  return unit(seed, STREAM.badReading, timestampMs / 1_000) < share;
}

/** What can be wrong with a reading; each for a like share of the bad ones. */
const SPOILERS: readonly ReadingWriter[] = [
  (timestampMs) => ({ physicalTime: timestampText(timestampMs), beatsPerMinute: '"0"' }),
  (timestampMs, bpm) => ({ physicalTime: timestampText(timestampMs), beatsPerMinute: `"-${bpm}"` }),
  (timestampMs) => ({ physicalTime: timestampText(timestampMs), beatsPerMinute: '"400"' }),
  (timestampMs) => ({ physicalTime: timestampText(timestampMs), beatsPerMinute: '"abc"' }),
  (timestampMs, bpm) => ({
    physicalTime: timestampText(timestampMs).replace('T', ' at '),
    beatsPerMinute: `"${bpm}"`,
  }),
];

/** Writes readings as they are, or spoiled where a fault of bad readings wants it. */
export function readingWriter(faults: FaultSwitchboard): (recording: Recording) => ReadingWriter {
  return ({ user, nowMs }) => {
    const spoilers: readonly ReadingWriter[] = [
      ...SPOILERS,
      (timestampMs, bpm) => ({
        physicalTime: timestampText(
          timestampMs - Math.floor(timestampMs / DAY_MS) * DAY_MS + nowMs + 2 * DAY_MS,
        ),
        beatsPerMinute: `"${bpm}"`,
      }),
    ];
    const bad = faults.standing('bad-readings', user.id).map(({ share, start, end }) => ({
      share,
      startMs: start === undefined ? -Infinity : Date.parse(start),
      endMs: end === undefined ? Infinity : Date.parse(end),
    }));
    if (bad.length === 0) return writeReading;
    return (timestampMs, bpm) => {
      const spoiled = bad.some(
        ({ share, startMs, endMs }) =>
          timestampMs >= startMs && timestampMs < endMs && isBadReading(user.seed, timestampMs, share),
      );
      // Another hash than the one that chose the reading, so that a small share holds every kind as well.
      const kind = hash(user.seed + 1, STREAM.badReading, timestampMs / 1_000) % spoilers.length;
      return (spoiled ? spoilers[kind] : undefined)?.(timestampMs, bpm) ?? writeReading(timestampMs, bpm);
    };
  };
}
