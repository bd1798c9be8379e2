import type { ColumnsOfUser } from '../../api/answers.ts';
import { pointsWithin, type ChartPoint } from '../../charts/chart-series.ts';
import type { TimeRange } from '../../time/time-range.ts';

export interface ValueStatistics {
  readonly min: number;
  readonly average: number;
  readonly max: number;
  /** How many readings they are made of. */
  readonly readings: number;
}

/** Statistics over readings, from points that stand for any number of them; `undefined`: there are none. */
export function valueStatistics(
  points: readonly ChartPoint[],
  range: TimeRange,
): ValueStatistics | undefined {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let readings = 0;
  for (const point of pointsWithin(points, range)) {
    if (point.min < min) min = point.min;
    if (point.max > max) max = point.max;
    // An average of averages would give a minute of one reading the weight of a minute of sixty.
    sum += point.y * point.count;
    readings += point.count;
  }
  return readings === 0 ? undefined : { min, average: sum / readings, max, readings };
}

export interface ZoneTime {
  readonly name: string;
  /** Of all days of the range together. */
  readonly minutes: number;
}

export interface DailyStatistics {
  /** Mean over the days that have one, in bpm. */
  readonly restingHeartRate: number | undefined;
  /** In the order in which the days name them, which is from low to high. */
  readonly zones: readonly ZoneTime[];
}

/** What the daily summaries of a user say about a range of days. */
export function dailyStatistics(summary: ColumnsOfUser | undefined): DailyStatistics {
  const resting = (summary?.value ?? []).filter((value) => value !== null);
  const zones = new Map<string, number>();
  const days: unknown = summary?.heart_rate_zones;
  for (const day of Array.isArray(days) ? days : []) {
    for (const { name, minutes } of zonesOfDay(day)) zones.set(name, (zones.get(name) ?? 0) + minutes);
  }
  return {
    restingHeartRate:
      resting.length === 0 ? undefined : resting.reduce((sum, value) => sum + value, 0) / resting.length,
    zones: [...zones].map(([name, minutes]) => ({ name, minutes })),
  };
}

/** The zones are a JSON column: whatever a source has put there. */
function zonesOfDay(day: unknown): ZoneTime[] {
  if (!Array.isArray(day)) return [];
  return day.flatMap((zone: unknown) => {
    const { name, minutes } = (zone ?? {}) as { name?: unknown; minutes?: unknown };
    return typeof name === 'string' && typeof minutes === 'number' ? [{ name, minutes }] : [];
  });
}
