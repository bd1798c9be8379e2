import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Dataset, User } from '../../api/answers.ts';
import { seriesQuery } from '../../api/queries.ts';
import { utcStart, type CivilDay } from '../../time/civil-day.ts';
import { DAY, type TimeRange } from '../../time/time-range.ts';
import { explainsDays, sleepOf, tellsSleep, zonesOf, type HeartRateZone } from './day-summary.ts';

export interface DayContextData {
  readonly zones: readonly HeartRateZone[];
  readonly sleep: readonly TimeRange[];
  /** null: there is none of this day. */
  readonly resting: number | null;
  readonly unit: string;
  readonly isPending: boolean;
}

/** What is known of a day beside its curve, from the daily datasets that the catalog has. */
export function useDayContext(
  { user_id }: User,
  datasets: readonly Dataset[],
  metric: Dataset,
  day: CivilDay,
): DayContextData {
  // Zones and resting value explain a curve of their own unit only.
  const summary = datasets.find((dataset) => explainsDays(dataset) && dataset.unit === metric.unit);
  const sleep = datasets.find(tellsSleep);
  const summaryAnswer = useDaily(user_id, summary, day);
  const sleepAnswer = useDaily(user_id, sleep, day);
  return useMemo(
    () => ({
      zones: zonesOf(summaryAnswer.columns),
      sleep: sleepOf(sleepAnswer.columns),
      resting: summaryAnswer.columns?.value[0] ?? null,
      unit: metric.unit,
      isPending: summaryAnswer.isPending,
    }),
    [summaryAnswer.columns, summaryAnswer.isPending, sleepAnswer.columns, metric.unit],
  );
}

/** The row of a day in a daily dataset. */
function useDaily(userId: string, dataset: Dataset | undefined, day: CivilDay) {
  const start = utcStart(day);
  const { data, isPending, isPlaceholderData } = useQuery({
    ...seriesQuery({
      userIds: [userId],
      metric: dataset?.key ?? '',
      range: { start, end: start + DAY },
      timeZone: 'UTC',
      maxPoints: 1,
    }),
    enabled: dataset !== undefined,
  });
  // Another day's zones would be wrong behind this day's curve.
  const columns = isPlaceholderData ? undefined : data?.data[0];
  return { columns, isPending: dataset !== undefined && (isPending || isPlaceholderData) };
}
