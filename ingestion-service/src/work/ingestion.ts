import {
  ingestSettings,
  ingestUser,
  startDateOf,
  type PipelineContext,
  type RunReport,
  type RunTrigger,
} from '@systole/etl';
import type { DeclaredJob, Work } from '@systole/jobs';
import { retryTransient } from '@systole/service-kit';
import type { IngestionConfiguration } from '../configuration.ts';

/** For a database that goes away between two batches; a batch has patience of its own. */
const USER_RETRIES = { operation: 'round of a user', retries: 10, firstDelayMs: 500, longestDelayMs: 30_000 };

export interface IngestionRange {
  /** First and last day to fetch again, `YYYY-MM-DD` of the user's zone; without a first, what is new or missing. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  /** Where the user's days begin; that of the configuration where it is not given. */
  readonly timeZone?: string | undefined;
}

/** Brings one user up to date, or fetches a range again. Where it stopped is in the ledger, so all of it can be tried again. */
export async function ingest(
  context: PipelineContext,
  configuration: IngestionConfiguration,
  userId: string,
  trigger: RunTrigger,
  range: IngestionRange = {},
): Promise<readonly RunReport[]> {
  const { logger, observer, signal } = context;
  const user = ingestSettings(configuration, logger, observer.onRequest, signal).find(
    (settings) => settings.userId === userId,
  );
  if (!user) throw new Error(`this process has no token of ${userId}`);
  const settings = {
    ...user,
    trigger,
    timeZone: range.timeZone ?? user.timeZone,
    startDate: range.startDate ?? startDateOf(configuration, new Date()),
    endDate: range.startDate === undefined ? user.endDate : range.endDate,
    deltaMode: range.startDate === undefined && user.deltaMode,
  };
  const reports = await retryTransient(`ingestion of ${userId}`, () => ingestUser(context, settings), {
    ...USER_RETRIES,
    logger,
    signal,
  });
  const sum = (outcome: 'inserted' | 'updated' | 'rejected') =>
    reports.reduce((total, report) => total + report[outcome], 0);
  logger.info('ingestion done', {
    user: userId,
    trigger,
    runs: reports.length,
    failed: reports.filter(({ status }) => status === 'failed').length,
    inserted: sum('inserted'),
    updated: sum('updated'),
    rejected: sum('rejected'),
  });
  return reports;
}

/** @param jobs those of the users, with the zones that their own processes have declared */
export function ingestionWork(
  context: PipelineContext,
  configuration: IngestionConfiguration,
  jobs: readonly DeclaredJob[],
): Work {
  return async ({ run, logger, signal, report }) => {
    const { observer } = context;
    const onRun = (done: RunReport) => {
      observer.onRun?.(done);
      report(done);
    };
    const { start_date, end_date } = run.parameters as { start_date?: string; end_date?: string };
    await ingest(
      { ...context, logger, signal, observer: { ...observer, onRun } },
      configuration,
      run.userId ?? '',
      run.trigger === 'start' || run.trigger === 'manual' ? run.trigger : 'schedule',
      {
        startDate: start_date,
        endDate: end_date,
        timeZone: jobs.find(({ name }) => name === run.job)?.timeZone,
      },
    );
  };
}
