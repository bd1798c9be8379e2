import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { ask } from '../api/ask.ts';
import { api } from '../api/client.ts';
import { pathPart } from '../api/path-part.ts';
import { POLL_MS } from '../api/queries.ts';
import { recovery } from '../api/query-client.ts';
import { isJob, isJobRun, isJobRunDetail, isJobRuns, isJobs } from './job-shapes.ts';

const oneJob = api.jobs[':name'];
const oneRun = api['job-runs'][':id'];

export type Jobs = InferResponseType<typeof api.jobs.$get, 200>;
export type Job = Jobs['data'][number];
export type JobRuns = InferResponseType<(typeof api)['job-runs']['$get'], 200>;
export type JobRun = JobRuns['data'][number];
export type JobRunDetail = InferResponseType<typeof oneRun.$get, 200>;
export type LogLine = JobRunDetail['logs'][number];

/** How often a page with something going on asks how it goes on. */
const BUSY_POLL_MS = 1_500;
const PAGE_SIZE = 25;
/** As many as the API gives at once. */
const TIMELINE_RUNS = 500;

/** Everything about jobs begins with this key. */
export const JOBS_KEY = ['jobs'] as const;

export const isUnderWay = ({ status }: Pick<JobRun, 'status'>) => status === 'queued' || status === 'running';

const isBusy = ({ waiting, last_run }: Job) => waiting > 0 || last_run?.status === 'running';

/** Every job. Polled: what workers do changes no user. */
export const jobsQuery = queryOptions({
  queryKey: [...JOBS_KEY, 'all'],
  queryFn: ({ signal }) => ask((options) => api.jobs.$get(undefined, options), { signal, isAnswer: isJobs }),
  refetchInterval: ({ state }) => (state.data?.data.some(isBusy) ? BUSY_POLL_MS : POLL_MS),
});

export const jobQuery = (name: string) =>
  queryOptions({
    queryKey: [...JOBS_KEY, 'one', name],
    queryFn: ({ signal }) =>
      ask((options) => oneJob.$get({ param: { name: pathPart(name) } }, options), {
        signal,
        isAnswer: isJob,
      }),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? BUSY_POLL_MS : POLL_MS),
  });

/** The newest runs of all jobs. */
export const timelineQuery = queryOptions({
  queryKey: [...JOBS_KEY, 'timeline'],
  queryFn: ({ signal }) =>
    ask((options) => api['job-runs'].$get({ query: { limit: String(TIMELINE_RUNS) } }, options), {
      signal,
      isAnswer: isJobRuns,
    }),
  refetchInterval: ({ state }) => (state.data?.data.some(isUnderWay) ? BUSY_POLL_MS : POLL_MS),
});

/** Runs of one job, the newest first, a page after the other. */
export const runsOfJobQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: [...JOBS_KEY, 'runs', name],
    queryFn: ({ signal, pageParam }) =>
      ask(
        (options) =>
          oneJob.runs.$get(
            { param: { name: pathPart(name) }, query: { limit: String(PAGE_SIZE), cursor: pageParam } },
            options,
          ),
        { signal, isAnswer: isJobRuns },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.data.some(isUnderWay) ? BUSY_POLL_MS : POLL_MS),
  });

/** One run with its log, of which only the lines are fetched that are not there yet. */
export const jobRunQuery = (id: string) => {
  const queryKey = [...JOBS_KEY, 'run', id];
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }) => {
      const held = client.getQueryData<JobRunDetail>(queryKey)?.logs ?? [];
      const last = held.at(-1)?.position;
      const answer = await ask(
        (options) =>
          oneRun.$get(
            {
              param: { id: pathPart(id) },
              query: { logs_after: last === undefined ? undefined : String(last) },
            },
            options,
          ),
        { signal, isAnswer: isJobRunDetail },
      );
      return { ...answer, logs: [...held, ...answer.logs] };
    },
    refetchInterval: (query) =>
      query.state.data && isUnderWay(query.state.data) ? BUSY_POLL_MS : recovery(query),
  });
};

const never = () => new AbortController().signal;
const asJson = { 'content-type': 'application/json' };

/**
 * Has a job run now.
 * @param key of the caller's making: the same again starts nothing twice
 * @throws {ApiError} with the parameters that are not accepted
 */
export function startJob(
  name: string,
  parameters: Readonly<Record<string, unknown>>,
  key: string,
): Promise<JobRun> {
  return ask(
    (options) =>
      oneJob.runs.$post(
        { param: { name: pathPart(name) }, header: { 'idempotency-key': key }, json: { parameters } },
        options,
      ),
    { signal: never(), isAnswer: isJobRun },
  );
}

/** What takes no body is said to be JSON all the same: so no page of another site can send it. */
const withJson = ({ init }: { init: RequestInit }) => ({ init: { ...init, headers: asJson } });

export function pauseJob(name: string): Promise<Job> {
  return ask((options) => oneJob.pause.$post({ param: { name: pathPart(name) } }, withJson(options)), {
    signal: never(),
    isAnswer: isJob,
  });
}

export function resumeJob(name: string): Promise<Job> {
  return ask((options) => oneJob.resume.$post({ param: { name: pathPart(name) } }, withJson(options)), {
    signal: never(),
    isAnswer: isJob,
  });
}

export function cancelJobRun(id: number): Promise<JobRun> {
  return ask((options) => oneRun.cancel.$post({ param: { id: String(id) } }, withJson(options)), {
    signal: never(),
    isAnswer: isJobRun,
  });
}

/** The run that repeats another. */
export function retryJobRun(id: number): Promise<JobRun> {
  return ask((options) => oneRun.retry.$post({ param: { id: String(id) } }, withJson(options)), {
    signal: never(),
    isAnswer: isJobRun,
  });
}
