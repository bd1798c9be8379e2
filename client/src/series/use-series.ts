import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Answers, Dataset, User } from '../api/answers.ts';
import { seriesQuery } from '../api/queries.ts';
import { toChartPoints, type ChartSeries } from '../charts/chart-series.ts';
import { widen, type TimeRange } from '../time/time-range.ts';
import { lookOf } from '../users/colours.ts';

/** Points of a user in the visible range: about as many as a wide screen has columns. */
const VISIBLE_POINTS = 2_000;
/** Fetched on each side of what is visible, as a share of it, so that panning has something to show at once. */
const MARGIN = 0.5;

/** Dates of four-digit years are what the API takes. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

interface SeriesOptions {
  readonly users: readonly User[];
  /** All there are: the look of a user depends on them. */
  readonly allUsers: readonly User[];
  readonly metric: Dataset;
  readonly visible: TimeRange;
  readonly timeZone: string;
}

/** The points of the users around the visible range, at the finest level that fits. */
export function useSeries({ users, allUsers, metric, visible, timeZone }: SeriesOptions) {
  const query = useQuery(
    seriesQuery({
      userIds: users.map(({ user_id }) => user_id),
      metric: metric.key,
      range: clamp(widen(visible, MARGIN)),
      timeZone,
      maxPoints: VISIBLE_POINTS * (1 + 2 * MARGIN),
    }),
  );
  const answer = useLast(query.data);
  const series = useChartSeries(answer, allUsers, metric);
  return { query, answer, series };
}

/** The same as charts take it; it changes only when the answer does. */
export function useChartSeries(
  answer: Answers['series'] | undefined,
  allUsers: readonly User[],
  metric: Dataset,
): readonly ChartSeries[] {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const isDaily = metric.kind === 'daily';
  const lookFor = useMemo(() => (userId: string) => lookOf(userId, allUsers, scheme), [allUsers, scheme]);
  return useMemo(() => {
    if (!answer) return [];
    const { interval } = answer.metadata.query_info;
    return answer.data.map((columns) => ({
      id: columns.user_id,
      label: columns.user_id,
      look: lookFor(columns.user_id),
      // One value a day is no cloud of readings.
      style: interval === 'raw' && !isDaily ? 'points' : 'line',
      points: toChartPoints(columns, interval, isDaily),
    }));
  }, [answer, lookFor, isDaily]);
}

function clamp({ start, end }: TimeRange): TimeRange {
  const clampedStart = Math.min(Math.max(start, EARLIEST), LATEST - 1);
  return { start: clampedStart, end: Math.max(clampedStart + 1, Math.min(end, LATEST)) };
}

/** The last value that was there: a query that fails for a new range has none, and the old picture stays. */
function useLast<Value>(value: Value | undefined): Value | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
