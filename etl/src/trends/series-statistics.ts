import {
  linearRegression,
  linearRegressionLine,
  mean,
  rSquared,
  sampleStandardDeviation,
} from 'simple-statistics';

/** Readings of one kind, ascending in time: days since any instant, and values in any unit. */
export interface TrendSeries {
  readonly days: readonly number[];
  readonly values: readonly number[];
}

/** What {@link describeSeries} finds; formulas and their sources are in docs/trends.md. */
export interface SeriesStatistics {
  /** Of the least-squares line, in the values' unit by day. */
  readonly slopePerDay: number;
  /** 0 to 1: how much of the values' variance the line explains. 0 where they have none. */
  readonly rSquared: number;
  /** Rise of the line from the first reading to the last, as a share of the mean. */
  readonly relativeChange: number;
  /** Sample standard deviation as a share of the mean. */
  readonly coefficientOfVariation: number;
  /** Mean of the readings of the seven days that end with the last one, in the values' unit. */
  readonly movingAverage7d: number;
}

const WEEK = 7;

/** Describes at least two readings, not all at one time, whose mean is not zero. */
export function describeSeries({ days, values }: TrendSeries): SeriesStatistics {
  const first = days[0] ?? NaN;
  const last = days.at(-1) ?? NaN;
  // Days from the first reading on: sums of squares of days since 1970 would lose digits.
  const points = days.map((day, i) => [day - first, values[i] ?? NaN]);
  const line = linearRegression(points);
  const average = mean([...values]);
  const isConstant = values.every((value) => value === values[0]);
  const lastWeek = values.filter((_, i) => (days[i] ?? NaN) > last - WEEK);
  return {
    slopePerDay: line.m,
    rSquared: isConstant ? 0 : Math.max(0, rSquared(points, linearRegressionLine(line))),
    relativeChange: (line.m * (last - first)) / average,
    coefficientOfVariation: sampleStandardDeviation([...values]) / average,
    movingAverage7d: mean(lastWeek),
  };
}
