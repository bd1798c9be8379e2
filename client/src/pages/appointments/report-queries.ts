import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferResponseType } from 'hono/client';
import { ask } from '../../api/ask.ts';
import { api } from '../../api/client.ts';
import { pathPart } from '../../api/path-part.ts';
import { everyMinute } from '../../api/query-client.ts';
import { hasTexts, isListOf, isObject } from '../../api/shapes.ts';

const oneReport = api.appointments.reports[':name'];

export type Reports = InferResponseType<typeof api.appointments.reports.$get, 200>;
export type Report = Reports['data'][number];
export type ReportAnswer = InferResponseType<typeof oneReport.$get, 200>;
export type ReportRow = ReportAnswer['rows'][number];
export type ReportColumn = Report['columns'][number];
export type ReportParameter = Report['parameters'][number]['name'];
export type ReportArguments = Readonly<Partial<Record<ReportParameter, string>>>;

const isReports = (value: unknown): value is Reports =>
  isObject(value) &&
  isListOf(
    value.data,
    (report) =>
      hasTexts(report, 'name', 'title') &&
      isListOf(report.parameters, (parameter) => hasTexts(parameter, 'name', 'description')) &&
      isListOf(report.columns, (column) => hasTexts(column, 'name', 'label', 'kind')),
  );

const isAnswer = (value: unknown): value is ReportAnswer =>
  isObject(value) && hasTexts(value, 'name') && isObject(value.parameters) && isListOf(value.rows, isObject);

/** What can be asked. It changes with a new version of the API only. */
export const reportsQuery = queryOptions({
  queryKey: ['appointments', 'reports'],
  queryFn: ({ signal }) =>
    ask((options) => api.appointments.reports.$get(undefined, options), { signal, isAnswer: isReports }),
  staleTime: Infinity,
});

/** The answer to one report. */
export const reportQuery = (name: string, asked: ReportArguments) =>
  queryOptions({
    queryKey: ['appointments', 'report', name, asked],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      ask((options) => oneReport.$get({ param: { name: pathPart(name) }, query: asked }, options), {
        signal,
        isAnswer,
      }),
    placeholderData: keepPreviousData,
  });
