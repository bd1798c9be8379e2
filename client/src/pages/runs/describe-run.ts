import { formatDuration } from '../../time/format-time.ts';
import { SECOND } from '../../time/time-range.ts';
import type { Reject, Run, RunStatus } from './run-queries.ts';

export const statusWords = {
  running: { label: 'Running', tone: 'busy' },
  success: { label: 'Success', tone: 'good' },
  partial: { label: 'Partial', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
  no_op: { label: 'Nothing new', tone: 'neutral' },
} as const satisfies Record<RunStatus, object>;

const TRIGGERS: Record<string, string> = {
  start: 'at the start of the service',
  schedule: 'by schedule',
  manual: 'by hand',
  import: 'import of a file',
};

export function describeTrigger(trigger: string): string {
  return TRIGGERS[trigger] ?? trigger;
}

/** How long a run took, or has taken until now; short ones with tenths of a second. */
export function describeDuration({ started_at, finished_at }: Run, now: number): string {
  const length = Math.max(0, (finished_at === null ? now : Date.parse(finished_at)) - Date.parse(started_at));
  return length < 10 * SECOND ? `${(length / SECOND).toFixed(1)} s` : formatDuration(length);
}

/** Where a row stood, in the order in which a person would look it up: `heart.csv, line 5, column Value`. */
export function describePlace(place: Reject['place']): string {
  const { file, line, column, request, page, index, ...others } = place;
  const parts: [string, unknown][] = [
    ['', file],
    ['line ', line],
    ['column ', column],
    ['', request],
    ['page ', page],
    ['index ', index],
    ...Object.entries(others).map(([name, value]): [string, unknown] => [`${name} `, value]),
  ];
  return parts
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
