import { describe, expect, it } from 'vitest';
import { statisticsOf } from './day-statistics.ts';
import { nearestDay } from './nearest-day.ts';

describe('the figures of a day', () => {
  it('count each reading once, whatever the points stand for', () => {
    const points = [
      { x: 1, y: 60, min: 58, max: 61, count: 3 },
      { x: 2, y: NaN, min: NaN, max: NaN, count: 0 },
      { x: 3, y: 100, min: 90, max: 120, count: 1 },
    ];
    expect(statisticsOf(points)).toEqual({ min: 58, max: 120, average: 70, readings: 4, first: 1, last: 3 });
  });

  it('are none where there are no readings', () => {
    expect(statisticsOf([])).toBeUndefined();
    expect(statisticsOf([{ x: 2, y: NaN, min: NaN, max: NaN, count: 0 }])).toBeUndefined();
  });
});

describe('the nearest day', () => {
  const days = ['2026-03-27', '2026-03-28', '2026-04-02'].map((day) => ({ day, readings: 1 }));

  it('is the one with readings that is the fewest days away', () => {
    expect(nearestDay('2026-03-30', days)).toBe('2026-03-28');
    expect(nearestDay('2026-04-01', days)).toBe('2026-04-02');
  });

  it('is the earlier of two as near', () => {
    expect(nearestDay('2026-03-30', [...days, { day: '2026-04-01', readings: 5 }])).toBe('2026-03-28');
  });

  it('has readings', () => {
    expect(nearestDay('2026-03-30', [{ day: '2026-03-30', readings: 0 }])).toBeUndefined();
  });
});
