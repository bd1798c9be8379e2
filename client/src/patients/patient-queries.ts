import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferRequestType, InferResponseType } from 'hono/client';
import { ask, tell } from '../api/ask.ts';
import { api } from '../api/client.ts';
import { pathPart } from '../api/path-part.ts';
import { everyMinute } from '../api/query-client.ts';
import { isHours, isPatient, isPatients, isReading, isReadings, isTrends } from './patient-shapes.ts';

const onePatient = api.patients[':id'];

export type Patients = InferResponseType<typeof api.patients.$get, 200>;
export type Patient = Patients['data'][number];
export type NewPatient = InferRequestType<typeof api.patients.$post>['json'];
export type PatientChanges = InferRequestType<typeof onePatient.$patch>['json'];
export type Readings = InferResponseType<typeof onePatient.biometrics.$get, 200>;
export type Reading = Readings['data'][number];
export type NewReading = InferRequestType<typeof api.biometrics.$post>['json'];
export type BiometricType = Reading['biometric_type'];
export type Hours = InferResponseType<(typeof api.biometrics)[':id']['analytics']['$get'], 200>;
export type Hour = Hours['data'][number];
export type Trends = InferResponseType<typeof onePatient.trends.$get, 200>;
export type Trend = Trends['data'][number];

const PATIENTS_PAGE_SIZE = 25;
const ROWS_PAGE_SIZE = 25;
/** As many as the API gives at once: a chart holds them with ease. */
const CHART_PAGE_SIZE = 500;

/** Everything that a page of patients shows begins with this key. */
export const PATIENTS_KEY = ['patients'] as const;

const skipTo = (page: number, size: number) => ({ skip: String((page - 1) * size), limit: String(size) });

/** A page of patients, from 1, whose name or e-mail address holds the text. */
export const patientsQuery = (search: string, page: number) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, 'list', search, page],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      ask(
        (options) =>
          api.patients.$get(
            { query: { search: search === '' ? undefined : search, ...skipTo(page, PATIENTS_PAGE_SIZE) } },
            options,
          ),
        { signal, isAnswer: isPatients },
      ),
    placeholderData: keepPreviousData,
  });

export const patientQuery = (id: string) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, id, 'patient'],
    queryFn: ({ signal }) =>
      ask((options) => onePatient.$get({ param: { id: pathPart(id) } }, options), {
        signal,
        isAnswer: isPatient,
      }),
  });

export const trendsQuery = (id: string) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, id, 'trends'],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      ask((options) => onePatient.trends.$get({ param: { id: pathPart(id) }, query: {} }, options), {
        signal,
        isAnswer: isTrends,
      }),
  });

/** A page of readings, from 1, of one type or of all, the newest first. */
export const readingsQuery = (id: string, type: BiometricType | undefined, page: number) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, id, 'readings', type, page],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      ask(
        (options) =>
          onePatient.biometrics.$get(
            { param: { id: pathPart(id) }, query: { type, ...skipTo(page, ROWS_PAGE_SIZE) } },
            options,
          ),
        { signal, isAnswer: isReadings },
      ),
    placeholderData: keepPreviousData,
  });

/** A page of hours, from 1, of one type or of all, the newest first; blood pressure has two rows an hour. */
export const hoursQuery = (id: string, type: BiometricType | undefined, page: number) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, id, 'hours', type, page],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      ask(
        (options) =>
          api.biometrics[':id'].analytics.$get(
            { param: { id: pathPart(id) }, query: { type, ...skipTo(page, ROWS_PAGE_SIZE) } },
            options,
          ),
        { signal, isAnswer: isHours },
      ),
    placeholderData: keepPreviousData,
  });

/** Readings of a type for a chart: the newest, and with every further page older ones. */
export const readingsChartQuery = (id: string, type: BiometricType) =>
  infiniteQueryOptions({
    queryKey: [...PATIENTS_KEY, id, 'chart', type, 'readings'],
    refetchInterval: everyMinute,
    queryFn: ({ signal, pageParam }) =>
      ask(
        (options) =>
          onePatient.biometrics.$get(
            { param: { id: pathPart(id) }, query: { type, ...skipTo(pageParam, CHART_PAGE_SIZE) } },
            options,
          ),
        { signal, isAnswer: isReadings },
      ),
    initialPageParam: 1,
    getNextPageParam,
  });

/** The same of the hourly summary. */
export const hoursChartQuery = (id: string, type: BiometricType) =>
  infiniteQueryOptions({
    queryKey: [...PATIENTS_KEY, id, 'chart', type, 'hours'],
    refetchInterval: everyMinute,
    queryFn: ({ signal, pageParam }) =>
      ask(
        (options) =>
          api.biometrics[':id'].analytics.$get(
            { param: { id: pathPart(id) }, query: { type, ...skipTo(pageParam, CHART_PAGE_SIZE) } },
            options,
          ),
        { signal, isAnswer: isHours },
      ),
    initialPageParam: 1,
    getNextPageParam,
  });

function getNextPageParam(
  { total, skip, data }: Readings | Hours,
  _pages: unknown,
  page: number,
): number | undefined {
  return skip + data.length < total ? page + 1 : undefined;
}

const never = () => new AbortController().signal;

/** @throws {ApiError} with the fields that are not accepted. */
export function createPatient(patient: NewPatient): Promise<Patient> {
  return ask((options) => api.patients.$post({ json: patient }, options), {
    signal: never(),
    isAnswer: isPatient,
  });
}

/** @throws {ApiError} with the fields that are not accepted. */
export function changePatient(id: number, changes: PatientChanges): Promise<Patient> {
  return ask((options) => onePatient.$patch({ param: { id: String(id) }, json: changes }, options), {
    signal: never(),
    isAnswer: isPatient,
  });
}

/** Adds a reading, or corrects the one of that time. @throws {ApiError} with the fields that are not accepted. */
export function saveReading(reading: NewReading): Promise<Reading> {
  return ask((options) => api.biometrics.$post({ json: reading }, options), {
    signal: never(),
    isAnswer: isReading,
  });
}

export function deleteReading(id: number): Promise<void> {
  return tell((options) => api.biometrics[':id'].$delete({ param: { id: String(id) } }, options));
}
