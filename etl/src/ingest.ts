import { standardBatchSize } from './batches.ts';
import { deltaOf, stretches } from './delta.ts';
import type { GoogleHealthClient } from './google-health/client.ts';
import { completeDays } from './ledger/coverage.ts';
import type { RunReport, RunTrigger } from './ledger/runs.ts';
import { registerUsers } from './ledger/users.ts';
import { newestTimestamp } from './loaders/base-loader.ts';
import { runPipeline, type PipelineContext } from './pipeline.ts';
import { pipelines, type PipelineParts } from './pipelines.ts';
import { ReadingRules } from './quality/reading-rules.ts';
import { parseIsoDay, LocalClock } from './time/local-clock.ts';

export interface IngestSettings {
  readonly userId: string;
  /** IANA zone of the user: where days begin. */
  readonly timeZone: string;
  readonly client: GoogleHealthClient;
  /** First day wanted, `YYYY-MM-DD` of the user's zone. */
  readonly startDate: string;
  /** Last day wanted; without it, until now. */
  readonly endDate?: string | undefined;
  /** false: fetch everything from `startDate` on again. */
  readonly deltaMode: boolean;
  /** false: rows that are there already stay as they are. */
  readonly upsertMode: boolean;
  readonly lookbackHours: number;
  readonly batchSize?: number | undefined;
  readonly trigger: RunTrigger;
}

/**
 * Brings every dataset of one user up to date: plans the days of each by its delta window, and runs its pipeline over
 * them in stretches. A dataset whose source fails does not go on to later stretches, and does not keep the next
 * dataset from its turn.
 * @returns a report for each run; what failed is in there
 * @throws what the database said, where not even the ledger could be written
 */
export async function ingestUser(context: PipelineContext, settings: IngestSettings): Promise<RunReport[]> {
  const { pool, features, signal, now: clockTime = () => new Date() } = context;
  const { userId, timeZone, client } = settings;
  await registerUsers(pool, [userId], timeZone);
  const clock = new LocalClock(timeZone);
  const now = clockTime();
  const reports: RunReport[] = [];
  for (const pipeline of pipelines.values()) {
    const { dataset } = pipeline;
    const parts: PipelineParts = { client, userId, clock, rules: new ReadingRules(dataset, now) };
    const firstDay = parseIsoDay(settings.startDate);
    const wantedEnd =
      settings.endDate === undefined ? Infinity : clock.startOfDay(parseIsoDay(settings.endDate) + 1);
    const end = Math.min(wantedEnd, now.getTime() * 1_000);
    const { days, range } = deltaOf({
      dataset,
      clock,
      firstDay,
      end,
      newest: await newestTimestamp(pool, dataset, userId),
      lookbackHours: settings.lookbackHours,
      completeDays: await completeDays(pool, dataset, userId, firstDay),
      isDelta: settings.deltaMode,
    });
    for (const stretch of stretches(days, pipeline.daysPerRun)) {
      if (signal?.aborted) return reports;
      const report = await runPipeline(context, pipeline, {
        parts,
        days: stretch,
        range,
        trigger: settings.trigger,
        batchSize: settings.batchSize ?? standardBatchSize(features),
        updateExisting: settings.upsertMode,
      });
      reports.push(report);
      if (report.status === 'failed') break;
    }
  }
  return reports;
}
