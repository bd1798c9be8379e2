import { timestampText } from '../points/civil-json.ts';
import { writeReading, type ReadingWriter } from '../points/heart-rate-points.ts';
import { hash, STREAM, unit } from '../series/random.ts';
import type { Recording } from '../series/recording.ts';
import { DAY_MS } from '../series/zone-clock.ts';
import type { FaultSwitchboard } from './fault-switchboard.ts';

const TEN_YEARS_MS = 3_652 * DAY_MS;

/** What can be wrong with a reading; each for a like share of the bad ones. */
const SPOILERS: readonly ReadingWriter[] = [
  (timestampMs, bpm) => ({ ...writeReading(timestampMs, bpm), beatsPerMinute: '"0"' }),
  (timestampMs, bpm) => ({ ...writeReading(timestampMs, bpm), beatsPerMinute: `"-${bpm}"` }),
  (timestampMs, bpm) => ({ ...writeReading(timestampMs, bpm), beatsPerMinute: '"400"' }),
  (timestampMs, bpm) => ({ ...writeReading(timestampMs, bpm), beatsPerMinute: '"abc"' }),
  // A month that no calendar has; lenient parsers make something of most other garbage.
  (timestampMs, bpm) => ({
    ...writeReading(timestampMs, bpm),
    physicalTime: timestampText(timestampMs).replace(/-\d\d-\d\dT/, '-13-32T'),
  }),
  (timestampMs, bpm) => writeReading(timestampMs + TEN_YEARS_MS, bpm),
];

/** Whether a fault of bad readings with this share spoils the reading at an instant: the same ones every time. */
export function isBadReading(seed: number, timestampMs: number, share: number): boolean {
  return unit(seed, STREAM.badReading, timestampMs / 1_000) < share;
}

/** Writes readings as they are, or spoiled where a fault of bad readings wants it. */
export function readingWriter(faults: FaultSwitchboard): (recording: Recording) => ReadingWriter {
  return ({ user: { id, seed } }) => {
    const spoiling = faults.standing('bad-readings', id).map(({ share, start, end }) => ({
      share,
      startMs: start === undefined ? -Infinity : Date.parse(start),
      endMs: end === undefined ? Infinity : Date.parse(end),
    }));
    if (spoiling.length === 0) return writeReading;
    return (timestampMs, bpm) => {
      const isBad = spoiling.some(
        ({ share, startMs, endMs }) =>
          timestampMs >= startMs && timestampMs < endMs && isBadReading(seed, timestampMs, share),
      );
      // Chosen by another stream than the readings are, so that a small share holds every kind as well.
      const kind = hash(seed, STREAM.badReadingKind, timestampMs / 1_000) % SPOILERS.length;
      const write = (isBad ? SPOILERS[kind] : undefined) ?? writeReading;
      return write(timestampMs, bpm);
    };
  };
}
