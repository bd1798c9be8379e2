import type { ChartSeries } from '../charts/chart-series.ts';
import { DAY, lengthOf, type TimeRange } from '../time/time-range.ts';

/**
 * Where there is data next to a range that has none: a range of the same length, but at least a day where only days
 * are known. `history` is from the first reading to the last, `overview` the whole history in few points.
 */
export function nearestData(
  range: TimeRange,
  history: TimeRange | undefined,
  overview: readonly ChartSeries[],
): TimeRange | undefined {
  if (!history) return undefined;
  const length = lengthOf(range);
  if (range.start >= history.end) return { start: history.end - length, end: history.end };
  if (range.end <= history.start) return { start: history.start, end: history.start + length };
  const middle = (range.start + range.end) / 2;
  let nearest: number | undefined;
  for (const { points } of overview) {
    for (const { x, y } of points) {
      if (Number.isNaN(y)) continue;
      if (nearest === undefined || Math.abs(x - middle) < Math.abs(nearest - middle)) nearest = x;
    }
  }
  if (nearest === undefined) return undefined;
  return nearest < range.start && length >= DAY
    ? { start: nearest + DAY - length, end: nearest + DAY }
    : { start: nearest, end: nearest + Math.max(length, DAY) };
}
