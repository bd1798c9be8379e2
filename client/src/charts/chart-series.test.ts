import { describe, expect, it } from 'vitest';
import type { ColumnsOfUser } from '../api/answers.ts';
import { firstAtOrAfter, gapWidth, pointsWithin, toChartPoints, valueLimits } from './chart-series.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function columns(timestamp: number[], value: (number | null)[] = timestamp.map(() => 60)): ColumnsOfUser {
  return {
    user_id: 'ada',
    timestamp,
    value,
    min: value.map((one) => (one === null ? null : one - 5)),
    max: value.map((one) => (one === null ? null : one + 5)),
    count: timestamp.map(() => 4),
  };
}
const shape = (points: readonly { x: number; y: number }[]) =>
  points.map(({ x, y }) => (Number.isNaN(y) ? 'gap' : x / MINUTE));

describe('gaps stay gaps', () => {
  it('where a bucket is missing', () => {
    const points = toChartPoints(columns([0, 1, 2, 4, 5].map((at) => at * MINUTE)), '1m', false);
    expect(shape(points)).toEqual([0, 1, 2, 'gap', 4, 5]);
  });

  it('but not between days of 25 hours', () => {
    const points = toChartPoints(columns([0, DAY, 2 * DAY + 60 * MINUTE]), '1d', false);
    expect(points.some(({ y }) => Number.isNaN(y))).toBe(false);
  });

  it('where readings stop for much longer than they usually do', () => {
    const seconds = [0, 5, 10, 16, 21, 26, 200, 205, 210];
    const points = toChartPoints(columns(seconds.map((at) => at * 1_000)), 'raw', false);
    expect(points.filter(({ y }) => Number.isNaN(y))).toHaveLength(1);
  });

  it('and readings a quarter of an hour apart are never joined as one', () => {
    expect(gapWidth([0, DAY, 2 * DAY], 'raw', false)).toBe(15 * MINUTE);
  });

  it('where a day has no value', () => {
    expect(shape(toChartPoints(columns([0, DAY, 2 * DAY], [60, null, 62]), 'raw', true))).toEqual([
      0,
      'gap',
      2_880,
    ]);
  });
});

describe('points of a range', () => {
  const points = toChartPoints(columns([0, 1, 2, 4, 5].map((at) => at * MINUTE)), '1m', false);

  it('are those from its start and before its end, without gaps', () => {
    expect(shape(pointsWithin(points, { start: MINUTE, end: 5 * MINUTE }))).toEqual([1, 2, 4]);
  });

  it('are found by halving', () => {
    for (let at = -1; at < 7; at += 0.5) {
      const expected = points.findIndex(({ x }) => x >= at * MINUTE);
      expect(firstAtOrAfter(points, at * MINUTE)).toBe(expected === -1 ? points.length : expected);
    }
  });
});

describe('limits of the values', () => {
  const limitsOf = (...values: number[]) =>
    valueLimits([
      {
        id: 'ada',
        label: 'ada',
        look: { colour: '#000', dash: [] },
        style: 'line',
        points: values.map((y, x) => ({ x, y, min: y, max: y, count: 1 })),
      },
    ]);

  it('hold every point at a whole number of steps', () => {
    expect(limitsOf(47, 162)).toEqual({ min: 40, max: 180, step: 20 });
    expect(limitsOf(61, 63)).toEqual({ min: 61, max: 63, step: 1 });
    expect(limitsOf(61, 62.5)).toEqual({ min: 61, max: 62.5, step: 0.5 });
    expect(limitsOf(7_027, 8_427)).toEqual({ min: 7_000, max: 8_600, step: 200 });
    expect(limitsOf(0, 250_000)).toEqual({ min: 0, max: 250_000, step: 50_000 });
    expect(limitsOf(60, 60)).toEqual({ min: 59, max: 61, step: 1 });
    expect(limitsOf(0.5)).toEqual({ min: 0, max: 1, step: 1 });
    expect(limitsOf(0)).toEqual({ min: 0, max: 1, step: 1 });
  });

  it('are those of an empty chart where there is nothing', () => {
    expect(limitsOf()).toEqual({ min: 0, max: 100, step: 20 });
  });
});
