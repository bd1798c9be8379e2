import { queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { ask } from '../api/ask.ts';
import { api } from '../api/client.ts';
import { pathPart } from '../api/path-part.ts';
import { everyMinute } from '../api/query-client.ts';
import { hasTexts, isListOf, isObject } from '../api/shapes.ts';

const qualityOfRun = api.runs[':id'].quality;
const qualityOfDataset = api.quality[':dataset'];

export type RunQuality = InferResponseType<typeof qualityOfRun.$get, 200>;
export type QualityOverview = InferResponseType<typeof api.quality.$get, 200>;
export type QualityHistory = InferResponseType<typeof qualityOfDataset.$get, 200>;
export type CheckHistory = QualityHistory['checks'][number];

/** As far back as people look. */
const RUNS = 60;

type Fields = Record<string, unknown>;
const isCheck = (check: Fields) =>
  hasTexts(check, 'name', 'kind', 'severity') && isListOf(check.history, isObject);

const isRunQuality = (value: unknown): value is RunQuality =>
  isObject(value) && hasTexts(value, 'dataset') && isListOf(value.checks, isCheck);

const isOverview = (value: unknown): value is QualityOverview =>
  isObject(value) && isListOf(value.data, (dataset) => hasTexts(dataset, 'dataset', 'description'));

const isHistory = (value: unknown): value is QualityHistory =>
  isObject(value) &&
  hasTexts(value, 'dataset') &&
  isListOf(value.runs, (run) => hasTexts(run, 'started_at')) &&
  isListOf(value.checks, isCheck);

/** What the gates found in one run. */
export const runQualityQuery = (id: string) =>
  queryOptions({
    queryKey: ['quality', 'run', id],
    queryFn: ({ signal }) =>
      ask((options) => qualityOfRun.$get({ param: { id: pathPart(id) } }, options), {
        signal,
        isAnswer: isRunQuality,
      }),
  });

/** The datasets that have gates, and how their newest files did. */
export const qualityOverviewQuery = queryOptions({
  queryKey: ['quality', 'overview'],
  refetchInterval: everyMinute,
  queryFn: ({ signal }) =>
    ask((options) => api.quality.$get(undefined, options), { signal, isAnswer: isOverview }),
});

/** Each gate of a dataset with what it found in the newest runs. */
export const qualityHistoryQuery = (dataset: string) =>
  queryOptions({
    queryKey: ['quality', 'history', dataset],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      ask(
        (options) =>
          qualityOfDataset.$get(
            { param: { dataset: pathPart(dataset) }, query: { runs: String(RUNS) } },
            options,
          ),
        { signal, isAnswer: isHistory },
      ),
  });
