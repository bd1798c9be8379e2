import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { toIso, type TimeRange } from '../time/time-range.ts';
import { ask } from './ask.ts';
import { api } from './client.ts';
import { POLL_MS } from './queries.ts';
import { isSeries } from './shapes.ts';

/** Resting heart rate and heart-rate zones of each of a user's days in the range. */
export const dailySummaryQuery = (userIds: readonly string[], range: TimeRange, timeZone: string) =>
  queryOptions({
    queryKey: ['series', 'summary', userIds, range, timeZone],
    queryFn: ({ signal }) =>
      ask(
        (options) =>
          api['multi-user'].timeseries.$get(
            {
              query: {
                user_ids: userIds.join(','),
                metric: 'activities_heart_summary',
                start_date: toIso(range.start),
                end_date: toIso(range.end),
                time_zone: timeZone,
                format: 'columns',
              },
            },
            options,
          ),
        { signal, isAnswer: isSeries },
      ),
    enabled: userIds.length > 0,
    placeholderData: keepPreviousData,
    staleTime: POLL_MS,
  });
