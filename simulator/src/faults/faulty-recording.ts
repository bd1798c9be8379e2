import { heartRateSeries, type HeartRateSeries } from '../series/heart-rate-series.ts';
import type { SimulatedUser } from '../series/person.ts';
import type { Recording } from '../series/recording.ts';
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
