import { z } from 'zod';
import type { JobKind, RetryPolicy } from './job-kind.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** A source or a database that is away for a moment must not cost an hour, and one that is broken is left to people. */
const TWICE_WITHIN_MINUTES: RetryPolicy = {
  retries: 2,
  firstDelaySeconds: MINUTE,
  longestDelaySeconds: 5 * MINUTE,
};

const day = z.iso.date('must be a date like 2025-06-29');

const noParameters = z.strictObject({});

/**
 * Fetches a user's data: without parameters what is new or missing; with a range, all of its days again. A source that
 * is away for a day is asked until the day's end: users must not wait for the next schedule.
 */
export const ingestionJob: JobKind = {
  name: 'ingestion_job',
  description:
    'Fetches what wearables have measured of a user from the source, and brings its rollups up to date.',
  perUser: true,
  retry: { retries: 24, firstDelaySeconds: MINUTE, longestDelaySeconds: HOUR },
  timeoutSeconds: 3 * HOUR,
  parameters: z
    .strictObject({
      start_date: day.optional().describe('First day to fetch again.'),
      end_date: day.optional().describe('Last day to fetch again; today where it is not given.'),
    })
    .refine(({ start_date, end_date }) => end_date === undefined || start_date !== undefined, {
      path: ['start_date'],
      message: 'is required beside end_date',
    })
    .refine(({ start_date = '', end_date = '9999-12-31' }) => start_date <= end_date, {
      path: ['end_date'],
      message: 'must not lie before start_date',
    }),
};

export const simulateTimeSeriesJob: JobKind = {
  name: 'simulate_time_series_job',
  description: 'Writes made-up readings of every patient, a CSV for each hour that is over.',
  perUser: false,
  schedule: '0 * * * *',
  retry: TWICE_WITHIN_MINUTES,
  timeoutSeconds: 10 * MINUTE,
  parameters: noParameters,
};

export const etlJob: JobKind = {
  name: 'etl_job',
  description:
    'Loads the files of patients and readings that have come since the last time, or have changed.',
  perUser: false,
  needs: simulateTimeSeriesJob.name,
  retry: TWICE_WITHIN_MINUTES,
  timeoutSeconds: HOUR,
  parameters: noParameters,
};

export const aggregateBiometricsJob: JobKind = {
  name: 'aggregate_biometrics_job',
  description: 'Brings the hourly summaries of patients’ readings up to date.',
  perUser: false,
  needs: etlJob.name,
  retry: TWICE_WITHIN_MINUTES,
  timeoutSeconds: HOUR,
  parameters: noParameters,
};

export const trendAnalyzerJob: JobKind = {
  name: 'trend_analyzer_job',
  description: 'Judges where the readings of each patient go.',
  perUser: false,
  needs: aggregateBiometricsJob.name,
  retry: TWICE_WITHIN_MINUTES,
  timeoutSeconds: HOUR,
  parameters: z.strictObject({
    until: z.iso
      .datetime({ offset: true, error: 'must be an instant like 2025-07-01T00:00:00Z' })
      .optional()
      .describe('End of the window; now where it is not given.'),
    days: z
      .int('must be a whole number')
      .min(1, 'must be from 1 to 3650')
      .max(3_650, 'must be from 1 to 3650')
      .optional()
      .describe('Length of the window; 30 where it is not given.'),
  }),
};

export const maintenanceJob: JobKind = {
  name: 'maintenance_job',
  description:
    'Refreshes what dead runs left unrefreshed in the rollups, forgets old runs of jobs, and, where no background workers do so, moves chunks to the columnstore and drops those past their retention.',
  perUser: false,
  schedule: '30 * * * *',
  retry: TWICE_WITHIN_MINUTES,
  timeoutSeconds: HOUR,
  parameters: noParameters,
};

/** Every kind of job by its name. A further job is a further line, and its work in ingestion-service. */
export const jobKinds: ReadonlyMap<string, JobKind> = new Map(
  [ingestionJob, simulateTimeSeriesJob, etlJob, aggregateBiometricsJob, trendAnalyzerJob, maintenanceJob].map(
    (kind) => [kind.name, kind],
  ),
);

/** @throws {Error} where a job of the database is of no kind that this version knows */
export function kindOf(name: string): JobKind {
  const kind = jobKinds.get(name);
  if (!kind) throw new Error(`there is no kind of job ${JSON.stringify(name)}`);
  return kind;
}
