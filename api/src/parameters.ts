import { z } from '@hono/zod-openapi';
import { biometricsKey, biometricTrendsKey, datasets, patientsKey, type Dataset } from '@systole/catalog';
import { tableDatasets } from '@systole/etl';
import { isTimeZone } from '@systole/service-kit';
import { Temporal } from 'temporal-polyfill';
import { invalidParameter, unknownName } from './problem.ts';
import { MOST_POINTS, STANDARD_POINTS, type SeriesQuery } from './series/series-query.ts';
import { ALL_TIME, parseBound, timeRange, type Bound, type TimeRange } from './time/time-range.ts';

/** Text that stands in the URL once. */
const text = (rule: string) =>
  z.string({
    error: ({ input }) =>
      input === undefined ? 'is required' : Array.isArray(input) ? 'must be given only once' : rule,
  });

/** PostgreSQL's text holds every character but NUL. */
export const name = (rule: string) =>
  text(rule)
    .min(1, rule)
    .max(128, rule)
    .refine((value) => !value.includes('\0'), rule);

const bound = (what: string) =>
  text('must be a date or an instant')
    .transform((value, context): Bound => {
      try {
        return parseBound(value);
      } catch {
        context.addIssue({
          code: 'custom',
          message: `must be a date like 2025-06-29, or an instant with its offset like 2025-06-29T10:00:00Z or 2025-06-29T10:00:00%2B02:00, in the years 0001 to 9999`,
        });
        return z.NEVER;
      }
    })
    .openapi({ type: 'string', description: what });

/** Whether the text is a civil day, `YYYY-MM-DD`, of a year that PostgreSQL knows. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || text.startsWith('0000')) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** A civil day, for what is kept by day and knows no time zone. */
export const day = (what: string) =>
  text('must be a date like 2025-06-29')
    .refine(isDay, 'must be a date like 2025-06-29')
    .openapi({ format: 'date', description: what, example: '2025-06-29' });

/** @throws {Problem} 400, if the last day is before the first. */
export function assertDaysInOrder(start: string | undefined, end: string | undefined): void {
  if (start !== undefined && end !== undefined && end < start) {
    throw invalidParameter('start_date', 'must not be after end_date');
  }
}

/** One of the given words. */
export const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, {
    error: ({ input }) =>
      Array.isArray(input) ? 'must be given only once' : `must be one of ${values.join(', ')}`,
  });

/** A whole number within bounds. */
export const wholeNumber = (least: number, most: number) =>
  text('must be a whole number')
    .regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`)
    .openapi({ type: 'integer', minimum: least, maximum: most });

export const userId = name('must be 1 to 128 characters').openapi({ example: 'user1' });
export const metric = name('must be the key of a dataset').openapi({
  description: 'Key of a dataset, as /datasets lists them.',
  example: 'activities_heart_intraday',
});
export const startDate = bound(
  'Beginning of the range: a date, which begins in time_zone, or an RFC 3339 instant.',
).openapi({ example: '2025-06-29' });
export const endDate = bound(
  'End of the range: a date, which is still part of it, or an RFC 3339 instant, which is not.',
).openapi({ example: '2025-07-06' });
export const cursor = text('must be text')
  .min(1, 'is not one that this API has given')
  .max(1_024, 'is not one that this API has given')
  .optional()
  .openapi({ description: 'next_cursor of the page before; all other parameters as they were.' });

export const runStatus = choice(['running', 'success', 'partial', 'failed', 'no_op']);

const MOST_USERS = 100;

export const userIds = text('must be user ids separated by commas')
  .transform((value) => [...new Set(value.split(','))])
  .refine((ids) => ids.length <= MOST_USERS, `must not name more than ${MOST_USERS} users`)
  .refine(
    (ids) => ids.every((id) => userId.safeParse(id).success),
    'must be user ids of 1 to 128 characters separated by commas',
  )
  .optional()
  .openapi({
    type: 'string',
    description: 'User ids separated by commas; not given: all users.',
    example: 'user1,user2',
  });

const timeZone = text('must be an IANA time zone, like Europe/Berlin')
  // Not an offset like +02:00, which PostgreSQL reads with the opposite sign.
  .refine(
    (value) => /^[A-Za-z]/.test(value) && isTimeZone(value),
    'must be an IANA time zone, like Europe/Berlin',
  )
  .default('UTC')
  .openapi({ description: 'IANA time zone of dates, days and hours.', example: 'Europe/Berlin' });

/** What lists understand that can be limited to a range of time. */
export const rangeParameters = {
  start_date: startDate.optional(),
  end_date: endDate.optional(),
  time_zone: timeZone,
};

/** What both endpoints of time series understand. */
export const seriesParameters = {
  metric,
  start_date: startDate,
  end_date: endDate,
  interval: choice(['auto', 'raw', '1m', '1h', '1d']).default('auto').openapi({
    description: 'How fine the points are; auto takes the finest whose points fit max_points.',
  }),
  max_points: wholeNumber(1, MOST_POINTS)
    .optional()
    .openapi({
      description: `With interval=auto: the most points of a user, ${STANDARD_POINTS} if not given. With another interval: the size of a page.`,
    }),
  time_zone: timeZone,
  format: choice(['json', 'columns', 'csv', 'ndjson']).default('json').openapi({
    description:
      'json: one object a point. columns: one array a field. csv and ndjson: streamed, of any length.',
  }),
  cursor,
};

/** The dataset of a metric. @throws {Problem} 404 with the known names. */
export function findDataset(parameter: 'metric' | 'dataset', key: string): Dataset {
  const dataset = datasets.get(key);
  if (!dataset) throw unknownName('metric', parameter, [key], [...datasets.keys()]);
  return dataset;
}

/** What the run ledger knows of a clinic. */
const CLINIC_KEYS = [patientsKey, biometricsKey, biometricTrendsKey];

/** @throws {Problem} 404, if the key is of no dataset, neither of a series nor of a table. */
export function assertDatasetKnown(key: string): void {
  if (!tableDatasets.has(key) && !CLINIC_KEYS.includes(key)) findDataset('dataset', key);
}

/** The range that two bounds state, one that is not given being open. @throws {Problem} 400, if it is empty. */
export function findRange(start: Bound | undefined, end: Bound | undefined, timeZone: string): TimeRange {
  const range = timeRange(start ?? ALL_TIME.start, end ?? ALL_TIME.end, timeZone);
  if (Temporal.Instant.compare(range.start, range.end) < 0) return range;
  throw invalidParameter('start_date', 'must be before end_date');
}

type SeriesParameters = z.infer<z.ZodObject<typeof seriesParameters>>;

/** The query that the parameters state. @throws {Problem} 400 or 404. */
export function toSeriesQuery(given: SeriesParameters, users: readonly string[]): SeriesQuery {
  const isStream = given.format === 'csv' || given.format === 'ndjson';
  if (isStream && given.cursor !== undefined) {
    throw invalidParameter(
      'cursor',
      `is for json and columns: ${given.format} gives the whole range at once`,
    );
  }
  if (isStream && given.max_points !== undefined && given.interval !== 'auto') {
    throw invalidParameter(
      'max_points',
      `is for pages of json and columns: ${given.format} gives the whole range at once`,
    );
  }
  return {
    dataset: findDataset('metric', given.metric),
    userIds: users,
    range: findRange(given.start_date, given.end_date, given.time_zone),
    timeZone: given.time_zone,
    interval: given.interval,
    maxPoints: given.max_points,
    cursor: given.cursor,
  };
}
