import { describe, expect, it } from 'vitest';
import { checkSeries } from './check-series.ts';
import { describePassed, formatMeasured, formatThreshold, verdictOf } from './describe-check.ts';

describe('a check in words', () => {
  it('has its value and threshold in the unit of its kind', () => {
    expect(formatMeasured('parse-rate', 0.986)).toBe('98.6 %');
    expect(formatThreshold('parse-rate', 0.99)).toBe('at least 99 %');
    expect(formatThreshold('null-rate', 0.05)).toBe('at most 5 %');
    expect(formatThreshold('schema', 0)).toBe('none');
    expect(formatThreshold('freshness', 48)).toBe('at most 48 h');
    expect(formatMeasured('row-count', 1_200)).toBe('1,200');
    expect(formatMeasured('null-rate', null)).toBe('–');
  });

  it('of a kind that is not known here is a number', () => {
    expect(formatMeasured('sentiment', 3)).toBe('3');
  });

  it('keeps a file back only where it is critical', () => {
    expect(verdictOf({ passed: false, severity: 'critical' }).label).toBe('Failed');
    expect(verdictOf({ passed: false, severity: 'warning' }).label).toBe('Warning');
    expect(verdictOf({ passed: true, severity: 'critical' }).label).toBe('Passed');
    expect([true, false, null].map((passed) => describePassed(passed).label)).toEqual([
      'Let through',
      'Kept back',
      'No gates',
    ]);
  });
});

describe('the history of a check', () => {
  it('goes from the oldest run to the newest, with a gap where nothing was measured and rings where it failed', () => {
    const look = { colour: '#000', dash: [] };
    const run = (run_id: number, day: number) => ({
      run_id,
      started_at: `2026-01-0${day}T00:00:00Z`,
      source_name: 'a.csv',
      status: 'success',
    });
    const [line, rings] = checkSeries(
      {
        kind: 'parse-rate',
        history: [
          { run_id: 3, passed: false, value: 0.5, threshold: 0.99 },
          { run_id: 2, passed: true, value: null, threshold: 0.99 },
          { run_id: 1, passed: true, value: 1, threshold: 0.99 },
        ],
      },
      [run(3, 3), run(2, 2), run(1, 1)],
      { value: look, failed: look },
    );
    expect(line?.points.map(({ y }) => y)).toEqual([100, NaN, 50]);
    expect(rings?.points.map(({ y }) => y)).toEqual([50]);
    const [point] = rings?.points ?? [];
    expect(point && rings?.describe?.(point)).toBe('50 % (run 3)');
  });
});
