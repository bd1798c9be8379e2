import { formatDuration } from '../time/format-time.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../time/time-range.ts';
import type { JobRun } from './job-queries.ts';

export const jobRunWords = {
  queued: { label: 'Queued', tone: 'neutral' },
  running: { label: 'Running', tone: 'busy' },
  success: { label: 'Success', tone: 'good' },
  partial: { label: 'Partial', tone: 'warn' },
  no_op: { label: 'Nothing new', tone: 'neutral' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  skipped: { label: 'Skipped', tone: 'warn' },
} as const satisfies Record<JobRun['status'], object>;

export const triggerWords = {
  start: 'at the start of a worker',
  schedule: 'by schedule',
  manual: 'by hand',
  after: 'after what it needs',
  retry: 'as a repetition',
} as const satisfies Record<JobRun['trigger'], string>;

/** How long a run took, or has taken until now; `undefined`, while it has not begun. */
export function lengthOfRun(
  { started_at, finished_at }: Pick<JobRun, 'started_at' | 'finished_at'>,
  now: number,
): number | undefined {
  if (started_at === null) return undefined;
  return Math.max(0, (finished_at === null ? now : Date.parse(finished_at)) - Date.parse(started_at));
}

/** `2.4 s`, `3 min 20 s`; a dash, while it has not begun. */
export function describeLength(run: Pick<JobRun, 'started_at' | 'finished_at'>, now: number): string {
  const length = lengthOfRun(run, now);
  if (length === undefined) return '–';
  return length < 10 * SECOND ? `${(length / SECOND).toFixed(1)} s` : formatDuration(length);
}

/** `in 12 min`, `due`; of what lies ahead. */
export function formatAhead(instant: number, now: number): string {
  const ahead = instant - now;
  if (ahead <= 0) return 'due';
  const [unit, width] = (
    [
      ['d', DAY],
      ['h', HOUR],
      ['min', MINUTE],
    ] as const
  ).find(([, length]) => ahead >= length) ?? ['s', SECOND];
  return `in ${Math.max(1, Math.floor(ahead / width))} ${unit}`;
}

/** `start_date: 2026-01-01, days: 30`; empty, where it was asked for with nothing. */
export function describeParameters(parameters: JobRun['parameters']): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
