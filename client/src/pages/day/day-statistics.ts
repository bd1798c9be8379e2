import type { ChartPoint } from '../../charts/chart-series.ts';
export interface DayStatistics {
  readonly min: number;
  readonly max: number;
  /** Of all readings, each counted once. */
  readonly average: number;
  readonly readings: number;
  readonly first: number;
  readonly last: number;
}

/** What points say together; `undefined`, where there are none. */
export function statisticsOf(points: readonly ChartPoint[]): DayStatistics | undefined {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let readings = 0;
  let first = NaN;
  let last = NaN;
  for (const point of points) {
    if (Number.isNaN(point.y)) continue;
    if (readings === 0) first = point.x;
    last = point.x;
    min = Math.min(min, point.min);
    max = Math.max(max, point.max);
    sum += point.y * point.count;
    readings += point.count;
  }
  return readings === 0 ? undefined : { min, max, average: sum / readings, readings, first, last };
}
