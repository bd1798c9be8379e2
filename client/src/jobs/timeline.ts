import type { TimeRange } from '../time/time-range.ts';
import { lengthOfRun } from './describe-job.ts';
import type { JobRun } from './job-queries.ts';

/** A run on a timeline; places as shares of its width, 0 to 1. */
export interface TimelineBar {
  readonly run: JobRun;
  readonly left: number;
  readonly width: number;
}

/** The runs that touch the range, from the oldest on. What waits is drawn where it was asked for. */
export function timelineBars(runs: readonly JobRun[], range: TimeRange, now: number): readonly TimelineBar[] {
  const length = range.end - range.start;
  return runs
    .map((run) => {
      const start = Date.parse(run.started_at ?? run.finished_at ?? run.requested_at);
      return { run, start, end: start + (lengthOfRun(run, now) ?? 0) };
    })
    .filter(({ start, end }) => end >= range.start && start <= range.end)
    .map(({ run, start, end }) => {
      const left = Math.max(0, (start - range.start) / length);
      return { run, left, width: Math.min(1, (end - range.start) / length) - left };
    })
    .sort((a, b) => a.left - b.left);
}
