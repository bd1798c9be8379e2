import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { ask } from '../../api/ask.ts';
import { api } from '../../api/client.ts';
import { everyMinute } from '../../api/query-client.ts';
import { hasTexts, isListOf, isObject } from '../../api/shapes.ts';
import type { DayRange } from '../../range/day-range.ts';

type DailyVisits = InferResponseType<(typeof api.visits)['daily-metrics']['$get'], 200>;
type Visits = InferResponseType<typeof api.visits.$get, 200>;
export type VisitDay = DailyVisits['data'][number];
export type Visit = Visits['data'][number];

const PAGE_SIZE = 50;

const isDailyVisits = (value: unknown): value is DailyVisits =>
  isObject(value) &&
  isListOf(value.data, (day) => hasTexts(day, 'visit_date') && typeof day.visits === 'number');

const isVisits = (value: unknown): value is Visits =>
  isObject(value) && isListOf(value.data, (visit) => hasTexts(visit, 'visit_id', 'patient_id', 'visit_date'));

/** Every day with visits, in their order: a row a day is so little that all of them come at once. */
export const visitDaysQuery = queryOptions({
  queryKey: ['visits', 'days'],
  refetchInterval: everyMinute,
  queryFn: ({ signal }) =>
    ask((options) => api.visits['daily-metrics'].$get({ query: {} }, options), {
      signal,
      isAnswer: isDailyVisits,
    }),
});

/** The visits of some days, a page after the other. */
export const visitsQuery = ({ first, last }: DayRange) =>
  infiniteQueryOptions({
    queryKey: ['visits', 'list', first, last],
    queryFn: ({ signal, pageParam }) =>
      ask(
        (options) =>
          api.visits.$get(
            { query: { start_date: first, end_date: last, limit: String(PAGE_SIZE), cursor: pageParam } },
            options,
          ),
        { signal, isAnswer: isVisits },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: keepPreviousData,
  });
