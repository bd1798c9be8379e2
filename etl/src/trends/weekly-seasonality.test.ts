import { describe, expect, it } from 'vitest';
import { weeklySeasonality } from './weekly-seasonality.ts';

const days = (count: number) => Array.from({ length: count }, (_, i) => 20_000 + i);
const of = (count: number, value: (day: number) => number) =>
  weeklySeasonality({ days: days(count), values: days(count).map(value) });

/** Numbers without a weekly pattern, the same in every run. */
const noise = (day: number) => ((day * 7_919) % 104_729) / 104_729;

describe('weekly seasonality', () => {
  it('is 1 where nothing but the day of the week and a line make the readings', () => {
    expect(of(28, (day) => 100 + (day % 7) + 0.5 * (day - 20_000))).toBeCloseTo(1, 9);
  });

  it('is 0 for a straight line', () => {
    expect(of(28, (day) => 100 + 0.1 * (day - 20_000))).toBe(0);
  });

  it('is, by hand, the share of the variance about the trend that the weekdays explain', () => {
    // A week of 3, 0, -3, 0, 0, 0, 0 whose sum is 0, and one deviation of 7 on day 10 of 21. The centred average is 100,
    // and 101 where day 10 is within three days: days 7 to 13. Deviations from it on days 3 to 17 follow.
    const week = [3, 0, -3, 0, 0, 0, 0];
    const first = 20_006 - (20_006 % 7);
    const series = Array.from({ length: 21 }, (_, i) => 100 + (week[i % 7] ?? 0) + (i === 10 ? 7 : 0));
    const deviations = Array.from({ length: 15 }, (_, j) => {
      const i = j + 3;
      return (week[i % 7] ?? 0) + (i === 10 ? 7 : 0) - (i >= 7 && i <= 13 ? 1 : 0);
    });
    const average = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
    const weekdays = week.map((_, weekday) => average(deviations.filter((__, j) => (j + 3) % 7 === weekday)));
    const level = average(weekdays);
    const rest = deviations.map((deviation, j) => deviation - ((weekdays[(j + 3) % 7] ?? 0) - level));
    const variance = (numbers: number[]) => average(numbers.map((n) => (n - average(numbers)) ** 2));
    expect(weeklySeasonality({ days: series.map((_, i) => first + i), values: series })).toBeCloseTo(
      1 - variance(rest) / variance(deviations),
      9,
    );
  });

  it('is weaker in noise than in a pattern', () => {
    const inNoise = of(70, (day) => 100 + noise(day)) ?? NaN;
    const inBoth = of(70, (day) => 100 + noise(day) + (day % 7)) ?? NaN;
    expect(inNoise).toBeLessThan(0.4);
    expect(inBoth).toBeGreaterThan(0.9);
  });

  it('needs two weeks, and a whole week about every day of it', () => {
    expect(of(13, (day) => day % 7)).toBeUndefined();
    expect(of(14, (day) => 100 + (day % 7))).toBeCloseTo(1, 9);
    const everyOther = days(60).filter((day) => day % 2 === 0);
    expect(weeklySeasonality({ days: everyOther, values: everyOther })).toBeUndefined();
    expect(weeklySeasonality({ days: [], values: [] })).toBeUndefined();
  });
});
