import { describe, expect, it } from 'vitest';
import { describeDuration, describePlace, describeTrigger } from './describe-run.ts';
import type { Run } from './run-queries.ts';
import { isRejects, isRuns } from './run-shapes.ts';

const run = (started_at: string, finished_at: string | null) => ({ started_at, finished_at }) as Run;

describe('the duration of a run', () => {
  it('has tenths of a second where it is short', () => {
    expect(describeDuration(run('2026-11-21T05:00:00.000Z', '2026-11-21T05:00:02.540Z'), 0)).toBe('2.5 s');
  });

  it('has minutes and hours where it is long', () => {
    expect(describeDuration(run('2026-11-21T05:00:00Z', '2026-11-21T06:11:00Z'), 0)).toBe('1 h 11 min');
  });

  it('goes on while the run does, and never below zero by the clock of another machine', () => {
    const now = Date.parse('2026-11-21T05:00:03Z');
    expect(describeDuration(run('2026-11-21T05:00:00Z', null), now)).toBe('3.0 s');
    expect(describeDuration(run('2026-11-21T05:00:09Z', null), now)).toBe('0.0 s');
  });
});

describe('the place of a rejected row', () => {
  it('is given as a person would look it up', () => {
    expect(describePlace({ column: 'Value', line: 5, file: 'heart.csv' })).toBe(
      'heart.csv, line 5, column Value',
    );
    expect(describePlace({ request: 'heart-rate', page: 2, index: 0 })).toBe('heart-rate, page 2, index 0');
  });

  it('keeps what it does not know by name, and leaves out what is not there', () => {
    expect(describePlace({ sheet: 'May', row: 7, file: null })).toBe('sheet May, row 7');
    expect(describePlace({})).toBe('');
  });
});

describe('what a run was started by', () => {
  it('is said in words, and as it is where there are none', () => {
    expect(describeTrigger('manual')).toBe('by hand');
    expect(describeTrigger('moon')).toBe('moon');
  });
});

describe('an answer about runs', () => {
  it('is one only with everything that the pages read', () => {
    const complete = {
      run_id: 1,
      dataset: 'd',
      source: 's',
      source_name: 'n',
      trigger: 'manual',
      status: 'success',
      started_at: '2026-11-21T05:00:00Z',
      rows_read: 0,
      inserted: 0,
      updated: 0,
      unchanged: 0,
      rejected: 0,
    };
    expect(isRuns({ data: [complete] })).toBe(true);
    expect(isRuns({ data: [{ ...complete, inserted: '0' }] })).toBe(false);
    expect(isRuns([complete])).toBe(false);
    expect(isRejects({ data: [{ reject_id: 1, place: {}, rule: 'row-shape', message: 'm' }] })).toBe(true);
    expect(isRejects({ data: [{ reject_id: 1, place: 'line 1', rule: 'row-shape', message: 'm' }] })).toBe(
      false,
    );
  });
});
