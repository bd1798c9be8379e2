import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import type { Dataset } from '../../api/answers.ts';
import { ask } from '../../api/ask.ts';
import { api } from '../../api/client.ts';
import { pathPart } from '../../api/path-part.ts';
import { POLL_MS } from '../../api/queries.ts';
import { recovery } from '../../api/query-client.ts';
import { isRejects, isRunDetail, isRuns, isStartedRun } from './run-shapes.ts';

export type RunsAnswer = InferResponseType<typeof api.runs.$get, 200>;
export type Run = RunsAnswer['data'][number];
export type RunDetail = InferResponseType<(typeof api.runs)[':id']['$get'], 200>;
export type RejectsAnswer = InferResponseType<(typeof api.runs)[':id']['rejects']['$get'], 200>;
export type Reject = RejectsAnswer['data'][number];
export type StartedRun = InferResponseType<typeof api.runs.$post, 202>;
export type RunStatus = Run['status'];

/** What a run is of, as far as runs show it. */
export type RunDataset = Pick<Dataset, 'key' | 'label'>;

/** How often a page with something going on asks how it goes on. */
const BUSY_POLL_MS = 2_000;
const PAGE_SIZE = 25;
const REJECTS_PAGE_SIZE = 100;

export interface RunFilter {
  readonly userId?: string | undefined;
  readonly dataset?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** next_cursor of the page before. */
  readonly cursor?: string | undefined;
}

const isUnderWay = ({ status }: Pick<Run, 'status'>) => status === 'running';

/** A page of runs, the newest first. Polled: a run that finds nothing new changes no user. */
export const runsQuery = ({ userId, dataset, status, cursor }: RunFilter) =>
  queryOptions({
    queryKey: ['runs', { userId, dataset, status, cursor }],
    queryFn: ({ signal }) =>
      ask(
        (options) =>
          api.runs.$get(
            { query: { user_id: userId, dataset, status, cursor, limit: String(PAGE_SIZE) } },
            options,
          ),
        { signal, isAnswer: isRuns },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? BUSY_POLL_MS : POLL_MS),
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) =>
      ask((options) => api.runs[':id'].$get({ param: { id: pathPart(id) } }, options), {
        signal,
        isAnswer: isRunDetail,
      }),
    refetchInterval: (query) =>
      query.state.data && isUnderWay(query.state.data) ? BUSY_POLL_MS : recovery(query),
  });

export const rejectsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'rejects', id],
    queryFn: ({ signal, pageParam }) =>
      ask(
        (options) =>
          api.runs[':id'].rejects.$get(
            { param: { id: pathPart(id) }, query: { limit: String(REJECTS_PAGE_SIZE), cursor: pageParam } },
            options,
          ),
        { signal, isAnswer: isRejects },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

/** The id of a user's newest run; 0 where there is none. */
export async function newestRunId(userId: string, signal: AbortSignal): Promise<number> {
  const { data } = await ask(
    (options) => api.runs.$get({ query: { user_id: userId, limit: '1' } }, options),
    { signal, isAnswer: isRuns },
  );
  return data[0]?.run_id ?? 0;
}

/** Has the ingestion service of a user run. @throws {ApiError} where there is none, or it is away. */
export function startRun(userId: string, signal: AbortSignal): Promise<StartedRun> {
  return ask((options) => api.runs.$post({ json: { user_id: userId } }, options), {
    signal,
    isAnswer: isStartedRun,
  });
}
