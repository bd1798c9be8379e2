import type { ColumnsOfUser, Level } from '../api/answers.ts';
import { DAY, HOUR, MINUTE, widen, type TimeRange } from '../time/time-range.ts';
import type { UserLook } from '../users/colours.ts';

/** A point as Chart.js takes it, without parsing. Where `y` is NaN there is a gap. */
export interface ChartPoint {
  /** Milliseconds since 1970. */
  readonly x: number;
  readonly y: number;
  readonly min: number;
  readonly max: number;
  /** How many readings it stands for. */
  readonly count: number;
}

/** What a chart shows of one user. */
export interface ChartSeries {
  readonly id: string;
  readonly label: string;
  readonly look: UserLook;
  /** `line`: averages inside their band. `dotted`: the same of few points, each a dot. `points`: readings. `rings`: what stands out. */
  readonly style: 'line' | 'dotted' | 'points' | 'rings';
  readonly points: readonly ChartPoint[];
  /** A point in words, where it is more than a value in the chart's unit. */
  readonly describe?: (point: ChartPoint) => string;
}

const BUCKET_WIDTHS = { '1m': MINUTE, '1h': HOUR, '1d': DAY } as const satisfies Partial<
  Record<Level, number>
>;

/** Readings are never taken as continuous over a longer time, whatever their usual distance. */
const LONGEST_DISTANCE = 15 * MINUTE;

/**
 * Distance between two points, in milliseconds, from which on there is a gap between them. Buckets: one is missing;
 * days of 25 hours are not. Readings: five times what is usual among them, and at least a minute.
 */
export function gapWidth(timestamps: readonly number[], level: Level, isDaily: boolean): number {
  if (level !== 'raw') return 1.5 * BUCKET_WIDTHS[level];
  if (isDaily) return 1.5 * DAY;
  const distances = timestamps.slice(1).map((at, index) => at - (timestamps[index] ?? at));
  const usual = distances.sort((a, b) => a - b)[distances.length >> 1] ?? 0;
  return Math.min(LONGEST_DISTANCE, Math.max(MINUTE, 5 * usual));
}

/** The points of a user with a NaN wherever the line must break: gaps stay gaps. */
export function toChartPoints(columns: ColumnsOfUser, level: Level, isDaily: boolean): ChartPoint[] {
  const { timestamp, value, min, max, count } = columns;
  const width = gapWidth(timestamp, level, isDaily);
  const points: ChartPoint[] = [];
  let before: number | undefined;
  timestamp.forEach((x, index) => {
    if (before !== undefined && x - before > width) points.push(gapAt((before + x) / 2));
    before = x;
    const y = value[index];
    points.push(
      typeof y === 'number'
        ? { x, y, min: min[index] ?? y, max: max[index] ?? y, count: count[index] ?? 1 }
        : gapAt(x),
    );
  });
  return points;
}

function gapAt(x: number): ChartPoint {
  return { x, y: NaN, min: NaN, max: NaN, count: 0 };
}

/** Index of the first point at or after an instant; the number of points, if all lie before it. */
export function firstAtOrAfter(points: readonly ChartPoint[], instant: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.x ?? Infinity) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The points within a range, with the gaps between them. */
export function slicePoints(points: readonly ChartPoint[], { start, end }: TimeRange): readonly ChartPoint[] {
  return points.slice(firstAtOrAfter(points, start), firstAtOrAfter(points, end));
}

/**
 * The same series with the points around a range alone, for charts that have everything already: their values are
 * scaled to what is looked at, and panning still has something to show at once.
 */
export function seriesAround(series: readonly ChartSeries[], range: TimeRange): readonly ChartSeries[] {
  const around = widen(range, 0.5);
  return series.map((one) => ({ ...one, points: slicePoints(one.points, around) }));
}

/** The points within a range, gaps not among them. */
export function pointsWithin(points: readonly ChartPoint[], range: TimeRange): readonly ChartPoint[] {
  return slicePoints(points, range).filter(({ y }) => !Number.isNaN(y));
}

/** 0.1, 0.2, 0.5, 1, 2, 5 and so on: distances that people count in. */
const STEPS = Array.from({ length: 12 }, (_, index) => 10 ** (index - 1)).flatMap((power) => [
  power,
  2 * power,
  5 * power,
]);

export interface ValueLimits {
  readonly min: number;
  readonly max: number;
  /** Distance between ticks. */
  readonly step: number;
}

/**
 * Limits of the value axis that hold all points and their bands, at round numbers, so that small changes do not move it.
 * @param held values that are to be seen as well
 */
export function valueLimits(series: readonly ChartSeries[], held: readonly number[] = []): ValueLimits {
  let min = Math.min(...held);
  let max = Math.max(...held);
  let areWhole = held.every(Number.isInteger);
  for (const { points } of series) {
    for (const point of points) {
      if (point.min < min) min = point.min;
      if (point.max > max) max = point.max;
      if (!Number.isInteger(point.y) && point.count > 0) areWhole = false;
    }
  }
  if (min > max) return { min: 0, max: 100, step: 20 };
  // Eight steps or fewer, and never finer than a tenth of a unit, or a unit where there are no parts of one; a value
  // that stands alone gets a unit on either side.
  const finest = min === max || areWhole ? 1 : 0.1;
  const step = STEPS.find((width) => width >= finest && width * 7 >= max - min) ?? max - min;
  const floor = min === max ? Math.ceil(min) - 1 : Math.floor(min / step) * step;
  const ceiling = min === max ? Math.floor(max) + 1 : Math.ceil(max / step) * step;
  return { min: min >= 0 ? Math.max(0, floor) : floor, max: ceiling, step };
}
