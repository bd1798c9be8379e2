import { describe, expect, it } from 'vitest';
import { dailyStatistics, valueStatistics } from './statistics.ts';

const point = (x: number, y: number, count: number) => ({ x, y, min: y - 1, max: y + 1, count });

describe('statistics of a user', () => {
  it('weigh each average by the readings that it stands for, and take those of the range only', () => {
    const points = [
      point(0, 200, 9),
      point(1, 60, 3),
      { ...point(2, NaN, 0), min: NaN, max: NaN },
      point(3, 80, 1),
      point(4, 10, 5),
    ];
    expect(valueStatistics(points, { start: 1, end: 4 })).toEqual({
      min: 59,
      average: 65,
      max: 81,
      readings: 4,
    });
  });

  it('are none where there are no readings', () => {
    expect(valueStatistics([], { start: 0, end: 1 })).toBeUndefined();
  });

  it('take the mean of the resting heart rates and the sum of the minutes in zones', () => {
    const day = (minutes: number) => [{ name: 'Fat burn', min: 90, max: 120, minutes }];
    const summary = {
      user_id: 'ada',
      timestamp: [0, 1, 2],
      value: [50, null, 54],
      min: [50, null, 54],
      max: [50, null, 54],
      count: [1, 1, 1],
      heart_rate_zones: [day(30), null, day(12)],
    };
    expect(dailyStatistics(summary)).toEqual({
      restingHeartRate: 52,
      zones: [{ name: 'Fat burn', minutes: 42 }],
    });
  });

  it('do without zones that are of another shape', () => {
    const summary = {
      user_id: 'ada',
      timestamp: [0],
      value: [null],
      min: [null],
      max: [null],
      count: [1],
      heart_rate_zones: [['x', null, { name: 3 }]],
    };
    expect(dailyStatistics(summary)).toEqual({ restingHeartRate: undefined, zones: [] });
  });
});
