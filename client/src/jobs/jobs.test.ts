import { describe, expect, it } from 'vitest';
import { describeLength, describeParameters, formatAhead } from './describe-job.ts';
import type { Job, JobRun } from './job-queries.ts';
import { jobTrees, type JobNode } from './job-tree.ts';
import { canBackfill, parameterFields, toParameters } from './parameter-fields.ts';
import { timelineBars } from './timeline.ts';

const job = (name: string, ...needs: string[]): Job => ({
  name,
  kind: name,
  user_id: null,
  description: '',
  schedule: null,
  time_zone: 'UTC',
  needs,
  next_run_at: null,
  paused_at: null,
  concurrency_key: name,
  timeout_seconds: 60,
  retry: { retries: 0, first_delay_seconds: 1, longest_delay_seconds: 1 },
  parameters: {},
  workers: 1,
  waiting: 0,
  last_run: null,
});

const run = (started_at: string | null, finished_at: string | null): JobRun => ({
  run_id: 1,
  job: 'etl_job',
  trigger: 'schedule',
  requested_by: 'scheduler',
  caused_by: null,
  parameters: {},
  attempt: 1,
  status: finished_at === null ? 'running' : 'success',
  requested_at: '2026-01-01T00:00:00Z',
  run_at: '2026-01-01T00:00:00Z',
  started_at,
  finished_at,
  cancel_requested_at: null,
  worker_id: null,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  error: null,
});

describe('the graph of jobs', () => {
  const names = (nodes: readonly JobNode[]): unknown[] =>
    nodes.map(({ job: { name }, followers }) =>
      followers.length === 0 ? name : [name, ...names(followers)],
    );

  it('has each job before those that need it, and chains before jobs by themselves', () => {
    const jobs = [job('maintenance'), job('simulate'), job('etl', 'simulate'), job('trends', 'etl')];
    expect(names(jobTrees(jobs))).toEqual([['simulate', ['etl', 'trends']], 'maintenance']);
  });

  it('begins with a job whose need is not there', () => {
    expect(names(jobTrees([job('etl', 'simulate')]))).toEqual(['etl']);
  });
});

describe('a run on the timeline', () => {
  const range = { start: Date.parse('2026-01-01T00:00:00Z'), end: Date.parse('2026-01-01T10:00:00Z') };

  it('lies where it was, cut off at the ends of the range, and goes on until now while it goes on', () => {
    const bars = timelineBars(
      [
        run('2026-01-01T09:00:00Z', null),
        run('2025-12-31T23:00:00Z', '2026-01-01T01:00:00Z'),
        run('2025-12-31T10:00:00Z', '2025-12-31T11:00:00Z'),
      ],
      range,
      Date.parse('2026-01-01T09:30:00Z'),
    );
    expect(bars.map(({ left, width }) => [left, width])).toEqual([
      [0, expect.closeTo(0.1, 9)],
      [0.9, expect.closeTo(0.05, 9)],
    ]);
  });
});

describe('a job in words', () => {
  it('says how long a run took and when the next is due', () => {
    const now = Date.parse('2026-01-01T00:03:20Z');
    expect(describeLength(run('2026-01-01T00:00:00Z', null), now)).toBe('3 min 20 s');
    expect(describeLength(run('2026-01-01T00:00:00Z', '2026-01-01T00:00:02.400Z'), now)).toBe('2.4 s');
    expect(describeLength(run(null, null), now)).toBe('–');
    expect(formatAhead(now + 12.5 * 60_000, now)).toBe('in 12 min');
    expect(formatAhead(now + 400, now)).toBe('in 1 s');
    expect(formatAhead(now - 1, now)).toBe('due');
    expect(describeParameters({ start_date: '2026-01-01', days: 30 })).toBe(
      'start_date: 2026-01-01, days: 30',
    );
  });
});

describe('what a run can be asked for with', () => {
  const parameters = {
    type: 'object',
    properties: {
      start_date: { type: 'string', format: 'date', description: 'First day to fetch again.' },
      days: { type: 'integer' },
      until: { type: 'string', format: 'date-time' },
    },
  };

  it('comes from the job’s own schema', () => {
    expect(parameterFields({ parameters })).toEqual([
      { name: 'start_date', label: 'Start date', description: 'First day to fetch again.', kind: 'day' },
      { name: 'days', label: 'Days', description: '', kind: 'number' },
      { name: 'until', label: 'Until', description: '', kind: 'instant' },
    ]);
    expect(canBackfill({ parameters })).toBe(true);
    expect(canBackfill({ parameters: {} })).toBe(false);
  });

  it('is sent in its types, without what was left empty', () => {
    const fields = parameterFields({ parameters });
    expect(toParameters(fields, { start_date: '2026-01-01', days: 30, until: '' })).toEqual({
      start_date: '2026-01-01',
      days: 30,
    });
    expect(toParameters(fields, { until: '2026-01-01T00:00:00Z' })).toEqual({
      until: '2026-01-01T00:00:00.000Z',
    });
  });
});
