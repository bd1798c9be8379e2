import { describe, expect, it } from 'vitest';
import { classifyTrend } from './classify.ts';
import { meanArterialPressure, toSeries } from './trend-series.ts';

const RULES = { threshold: 0.1, healthyDirection: 'decreasing' } as const;
const days = [0, 7, 14, 21, 28];

describe('a trend', () => {
  it.each([
    // The line rises by 10 of a mean of 100: exactly the threshold.
    [[95, 97.5, 100, 102.5, 105], 'increasing', 'declining'],
    [[105, 102.5, 100, 97.5, 95], 'decreasing', 'improving'],
    [[96, 98, 100, 102, 104], 'stable', 'stable'],
    [[100, 100, 100, 100, 100], 'stable', 'stable'],
    // No line, and a standard deviation of 27 % of the mean.
    [[100, 150, 80, 140, 95], 'volatile', null],
    // A rise of 11 % that explains a quarter of readings that vary by 8 %.
    [[100, 92, 112, 94, 110], 'stable', 'stable'],
  ])('of %j is %s, %s', (values, trend, health) => {
    expect(classifyTrend({ days, values }, RULES, 5)).toMatchObject({ trend, health, points: 5 });
  });

  it('that rises is good where rising is healthy', () => {
    const judged = classifyTrend(
      { days, values: [80, 90, 100, 110, 120] },
      { threshold: 0.1, healthyDirection: 'increasing' },
      5,
    );
    expect(judged.health).toBe('improving');
  });

  it.each([
    [[0, 1, 2, 3], [1, 2, 3, 4], 5],
    [[3, 3, 3, 3, 3], [1, 2, 3, 4, 5], 5],
    [[3], [1], 1],
    [[], [], 1],
  ])('of readings on %j is not to be known', (at, values, leastPoints) => {
    expect(classifyTrend({ days: at, values }, RULES, leastPoints)).toEqual({
      trend: 'insufficient_data',
      health: null,
      points: values.length,
      statistics: null,
      weeklySeasonality: null,
    });
  });
});

describe('blood pressure', () => {
  it('is judged by its mean arterial pressure, and by both numbers besides', () => {
    expect(meanArterialPressure(120, 80)).toBeCloseTo(93.333, 3);
    const reading = {
      patientId: 1,
      type: 'blood_pressure',
      day: 3,
      value: null,
      systolic: 150,
      diastolic: 90,
    };
    expect(toSeries([reading]).map(({ biometricType, series }) => [biometricType, series.values])).toEqual([
      ['blood_pressure', [110]],
      ['blood_pressure_systolic', [150]],
      ['blood_pressure_diastolic', [90]],
    ]);
  });
});
