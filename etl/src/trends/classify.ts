import { trendRules, type BiometricType } from '@systole/catalog';
import { describeSeries, type SeriesStatistics, type TrendSeries } from './series-statistics.ts';
import { weeklySeasonality } from './weekly-seasonality.ts';

export type TrendClass = 'increasing' | 'decreasing' | 'stable' | 'volatile' | 'insufficient_data';
export type Health = 'improving' | 'stable' | 'declining';

/** Where readings go, what that means for the patient, and the figures behind it. */
export interface Trend {
  readonly trend: TrendClass;
  /** null where nothing can be said: too few readings, or volatile ones. */
  readonly health: Health | null;
  readonly points: number;
  readonly statistics: SeriesStatistics | null;
  readonly weeklySeasonality: number | null;
}

/** Judges the readings of a window. Pure. */
export function classifyTrend(
  series: TrendSeries,
  { threshold, healthyDirection }: BiometricType['trend'],
  leastPoints: number,
): Trend {
  const points = series.values.length;
  // A line needs two times, whatever is asked for.
  if (points < Math.max(2, leastPoints) || series.days[0] === series.days.at(-1)) {
    return { trend: 'insufficient_data', health: null, points, statistics: null, weeklySeasonality: null };
  }
  const statistics = describeSeries(series);
  const trend = classOf(statistics, threshold);
  return {
    trend,
    health: healthOf(trend, healthyDirection),
    points,
    statistics,
    weeklySeasonality: weeklySeasonality(series) ?? null,
  };
}

function classOf(
  { relativeChange, rSquared, coefficientOfVariation }: SeriesStatistics,
  threshold: number,
): TrendClass {
  if (Math.abs(relativeChange) >= threshold && rSquared >= trendRules.leastRSquared) {
    return relativeChange > 0 ? 'increasing' : 'decreasing';
  }
  return coefficientOfVariation >= threshold ? 'volatile' : 'stable';
}

function healthOf(trend: TrendClass, healthy: 'increasing' | 'decreasing'): Health | null {
  if (trend === 'stable') return 'stable';
  if (trend === 'increasing' || trend === 'decreasing') return trend === healthy ? 'improving' : 'declining';
  return null;
}
