import { utcStart, type CivilDay } from '../time/civil-day.ts';
import { DAY } from '../time/time-range.ts';
import type { ChartPoint } from './chart-series.ts';

/** A day's value, or that it has none. */
export interface DayValue {
  readonly day: CivilDay;
  readonly value: number | null;
}

/** One point a day, at 00:00 UTC; a day that is missing, or has no value, is a gap. The days are in their order. */
export function dailyPoints(days: readonly DayValue[]): ChartPoint[] {
  let before: number | undefined;
  return days.flatMap(({ day, value }) => {
    const x = utcStart(day);
    const y = value ?? NaN;
    const point = { x, y, min: y, max: y, count: 1 };
    const isApart = before !== undefined && x - before > DAY;
    before = x;
    return isApart ? [{ x: x - DAY / 2, y: NaN, min: NaN, max: NaN, count: 0 }, point] : [point];
  });
}
