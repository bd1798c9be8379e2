import { keepPreviousData, queryOptions, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { toIso, type TimeRange } from '../time/time-range.ts';
import type { Answers } from './answers.ts';
import { ask } from './ask.ts';
import { api } from './client.ts';
import { askForEveryUser } from './every-user.ts';
import { isCoverage, isDatasets, isSeries } from './shapes.ts';

/** How often the page asks whether there is something new; TanStack Query pauses it while the tab is hidden. */
export const POLL_MS = 10_000;

/** Every user, and how far each one's data reaches. Polled: whatever else is shown is asked for again when it changes. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: askForEveryUser,
  structuralSharing: false,
  refetchInterval: POLL_MS,
});

export const datasetsQuery = queryOptions({
  queryKey: ['datasets'],
  queryFn: ({ signal }) =>
    ask((options) => api.datasets.$get(undefined, options), { signal, isAnswer: isDatasets }),
  staleTime: Infinity,
});

export interface SeriesRequest {
  readonly userIds: readonly string[];
  readonly metric: string;
  readonly range: TimeRange;
  /** IANA zone in which hours and days begin. */
  readonly timeZone: string;
  /** The most points of a user; the API serves the finest level that fits. */
  readonly maxPoints: number;
}

/** Points of several users at the finest level that fits. The old picture stays until the new one is there. */
export const seriesQuery = ({ userIds, metric, range, timeZone, maxPoints }: SeriesRequest) =>
  queryOptions({
    queryKey: ['series', { userIds, metric, range, timeZone, maxPoints }],
    queryFn: (context): Promise<Answers['series']> =>
      ask(
        (options) =>
          api['multi-user'].timeseries.$get(
            {
              query: {
                user_ids: userIds.join(','),
                metric,
                ...bounds(range),
                time_zone: timeZone,
                max_points: String(maxPoints),
                format: 'columns',
              },
            },
            options,
          ),
        { ...context, isAnswer: isSeries, previous: previousAnswer(context) },
      ),
    enabled: userIds.length > 0,
    placeholderData: keepPreviousData,
    // Tens of thousands of numbers are not compared one by one: an unchanged answer is the same object already.
    structuralSharing: false,
    staleTime: POLL_MS,
  });

/** Which days of a user are there, in the range. */
export const coverageQuery = (userId: string, metric: string, range: TimeRange) =>
  queryOptions({
    queryKey: ['coverage', userId, metric, range],
    queryFn: ({ signal }) =>
      ask((options) => api.coverage.$get({ query: { user_id: userId, metric, ...bounds(range) } }, options), {
        signal,
        isAnswer: isCoverage,
      }),
    placeholderData: keepPreviousData,
    staleTime: POLL_MS,
  });

function bounds({ start, end }: TimeRange): { readonly start_date: string; readonly end_date: string } {
  return { start_date: toIso(start), end_date: toIso(end) };
}

/** The answer that a query has already, of the type that its queryFn gives. */
function previousAnswer({
  client,
  queryKey,
}: {
  readonly client: QueryClient;
  readonly queryKey: QueryKey;
}): unknown {
  return client.getQueryData(queryKey);
}
