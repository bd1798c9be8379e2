import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { InferRequestType, InferResponseType } from 'hono/client';
import { ask, tell } from '../api/ask.ts';
import { api } from '../api/client.ts';
import { pathPart } from '../api/path-part.ts';
import { everyMinute } from '../api/query-client.ts';
import { toIso, type TimeRange } from '../time/time-range.ts';
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
/** As many as the API gives at once. */
const LARGEST_PAGE = 500;
/** More points than this no chart of a patient shows. */
const MOST_CHART_POINTS = 4_000;

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
    queryFn: ({ signal }) => fetchReadings(id, { type, ...skipTo(page, ROWS_PAGE_SIZE) }, signal),
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

/** When the oldest and the newest of all readings were taken, in milliseconds; null, where there is none. */
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, id, 'history'],
    refetchInterval: everyMinute,
    queryFn: async ({ signal }): Promise<TimeRange | null> => {
      const reading = (skip: number) => fetchReadings(id, { skip: String(skip), limit: '1' }, signal);
      const { data, total } = await reading(0);
      const [newest] = data;
      if (!newest) return null;
      // One may have been deleted meanwhile.
      const [oldest = newest] = (await reading(total - 1)).data;
      return { start: Date.parse(oldest.timestamp), end: Date.parse(newest.timestamp) };
    },
  });

/**
 * Readings of a type and a range for a chart.
 * @param ifFew true: where they are more than one page, that page alone, whose total says so
 */
export const readingsChartQuery = (id: string, type: BiometricType, range: TimeRange, ifFew: boolean) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, id, 'chart', type, 'readings', range, ifFew],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      newestOf<Reading>(ifFew ? LARGEST_PAGE : MOST_CHART_POINTS, (page) =>
        fetchReadings(id, { type, ...boundsOf(range), ...skipTo(page, LARGEST_PAGE) }, signal),
      ),
    placeholderData: keepPreviousData,
  });

/** The same of the hourly summary. */
export const hoursChartQuery = (id: string, type: BiometricType, range: TimeRange) =>
  queryOptions({
    queryKey: [...PATIENTS_KEY, id, 'chart', type, 'hours', range],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      newestOf<Hour>(MOST_CHART_POINTS, (page) =>
        ask(
          (options) =>
            api.biometrics[':id'].analytics.$get(
              {
                param: { id: pathPart(id) },
                query: { type, ...boundsOf(range), ...skipTo(page, LARGEST_PAGE) },
              },
              options,
            ),
          { signal, isAnswer: isHours },
        ),
      ),
    placeholderData: keepPreviousData,
  });

const boundsOf = ({ start, end }: TimeRange) => ({ start_date: toIso(start), end_date: toIso(end) });

type ReadingsWanted = InferRequestType<typeof onePatient.biometrics.$get>['query'];

function fetchReadings(id: string, query: ReadingsWanted, signal: AbortSignal): Promise<Readings> {
  return ask((options) => onePatient.biometrics.$get({ param: { id: pathPart(id) }, query }, options), {
    signal,
    isAnswer: isReadings,
  });
}

/** The newest rows of a list, page by page, and how many it has in all. */
async function newestOf<Row>(
  most: number,
  fetchPage: (page: number) => Promise<{ readonly data: readonly Row[]; readonly total: number }>,
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const { data, total } = await fetchPage(page);
    rows.push(...data);
    if (data.length === 0 || rows.length >= Math.min(most, total)) return { rows, total };
  }
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
