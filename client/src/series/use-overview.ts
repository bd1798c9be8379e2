import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Dataset, User } from '../api/answers.ts';
import { seriesQuery } from '../api/queries.ts';
import { DAY } from '../time/time-range.ts';
import { historyOf } from '../users/history.ts';
import { useChartSeries } from './use-series.ts';

const OVERVIEW_POINTS = 400;

/** The whole history of the users in few points, for the brush. */
export function useOverview(
  users: readonly User[],
  allUsers: readonly User[],
  metric: Dataset,
  timeZone: string,
) {
  const history = useMemo(() => historyOf(users, metric.key), [users, metric.key]);
  const { data } = useQuery({
    ...seriesQuery({
      userIds: users.map(({ user_id }) => user_id),
      metric: metric.key,
      // Whole days: the answer can then be used until the day is over.
      range: {
        start: Math.floor((history?.start ?? 0) / DAY) * DAY,
        end: Math.ceil((history?.end ?? DAY) / DAY) * DAY,
      },
      timeZone,
      maxPoints: OVERVIEW_POINTS,
    }),
    enabled: history !== undefined && users.length > 0,
  });
  return { history, overview: useChartSeries(data, allUsers, metric) };
}
