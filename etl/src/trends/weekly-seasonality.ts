import { mean, variance } from 'simple-statistics';
import type { TrendSeries } from './series-statistics.ts';

const WEEK = 7;
const HALF_WEEK = 3;
const LEAST_DAYS = 2 * WEEK;
const ROUNDING = 1e-9;

/**
 * Strength of the weekly pattern, 0 (none) to 1 (nothing else), by classical additive decomposition of the daily means:
 * the trend is the centred average of seven days, the pattern the mean deviation from it of each day of the week.
 * Sources: Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd ed., 2021), sections 3.4 and 4.3.
 * @param days days since 1970-01-01, whose whole parts are the days of the pattern
 * @returns undefined where the readings do not span two weeks, or a day of the week cannot be judged
 */
export function weeklySeasonality({ days, values }: TrendSeries): number | undefined {
  const daily = dailyMeans(days, values);
  const all = [...daily.keys()];
  if (all.length === 0 || Math.max(...all) - Math.min(...all) + 1 < LEAST_DAYS) return undefined;
  const deviations: { readonly weekday: number; readonly deviation: number }[] = [];
  for (const [day, value] of daily) {
    const around = Array.from({ length: WEEK }, (_, i) => daily.get(day - HALF_WEEK + i));
    const known = around.filter((neighbour) => neighbour !== undefined);
    // An average of fewer would itself follow the week.
    if (known.length === WEEK) deviations.push({ weekday: day % WEEK, deviation: value - mean(known) });
  }
  const byWeekday = Map.groupBy(deviations, ({ weekday }) => weekday);
  if (byWeekday.size < WEEK) return undefined;
  const averages = new Map(
    [...byWeekday].map(([weekday, found]) => [weekday, mean(found.map(({ deviation }) => deviation))]),
  );
  // The pattern has no level of its own: that belongs to the trend.
  const level = mean([...averages.values()]);
  const remainder = deviations.map(
    ({ weekday, deviation }) => deviation - ((averages.get(weekday) ?? 0) - level),
  );
  const whole = variance(deviations.map(({ deviation }) => deviation));
  // What rounding leaves of a straight line is no pattern.
  const isRounding = Math.sqrt(whole) <= ROUNDING * Math.abs(mean([...values]));
  return isRounding ? 0 : Math.max(0, 1 - variance(remainder) / whole);
}

function dailyMeans(days: readonly number[], values: readonly number[]): Map<number, number> {
  const byDay = Map.groupBy(values.keys(), (i) => Math.floor(days[i] ?? NaN));
  return new Map([...byDay].map(([day, found]) => [day, mean(found.map((i) => values[i] ?? NaN))]));
}
