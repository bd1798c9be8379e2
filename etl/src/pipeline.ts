import { describeError, type Logger, type Pool, type ServerFeatures } from '@systole/service-kit';
import { BatchLoading } from './batches.ts';
import { windowOf } from './delta.ts';
import type { Window } from './extractors/base-extractor.ts';
import { recordCoverage, type CoverageStatus } from './ledger/coverage.ts';
import { Run, type RunReport, type RunTrigger } from './ledger/runs.ts';
import type { Observer } from './observer.ts';
import type { Pipeline, PipelineParts } from './pipelines.ts';
import { assertRejectShare } from './quality/reject-share.ts';
import type { Reject } from './quality/reject.ts';
import { ReadingsBuilder } from './readings.ts';
import { refreshTouched } from './refresh.ts';
import type { ParseContext } from './tables/table-dataset.ts';

export interface PipelineContext {
  readonly pool: Pool;
  readonly features: ServerFeatures;
  readonly logger: Logger;
  readonly observer: Observer;
  /** The clock; `Date`'s where it is not given. */
  readonly now?: () => Date;
  /** How far ahead a booking can be; the standard where it is not given. */
  readonly bookingYearsAhead?: number;
  /** When it aborts, the batch in hand is finished or rolled back, and the run ends as failed. */
  readonly signal?: AbortSignal | undefined;
}

const STANDARD_BOOKING_YEARS_AHEAD = 2;

/** What reading rows of tables depends on. */
export function parseContext({
  now = () => new Date(),
  bookingYearsAhead = STANDARD_BOOKING_YEARS_AHEAD,
}: Pick<PipelineContext, 'now' | 'bookingYearsAhead'>): ParseContext {
  return { now: now(), bookingYearsAhead };
}

export interface RunRequest {
  readonly parts: PipelineParts;
  /** Consecutive days of the user, ascending, in days since 1970-01-01. */
  readonly days: readonly number[];
  /** What is wanted of them: it may begin inside the first, and end inside the last. */
  readonly range: Window;
  readonly trigger: RunTrigger;
  readonly batchSize: number;
  readonly updateExisting: boolean;
}

/** What was fetched of a stretch of days, before any of it is loaded. */
interface Fetched {
  readonly readings: ReadingsBuilder;
  readonly rejects: readonly Reject[];
  readonly coverage: ReadonlyMap<number, CoverageStatus>;
  /** Why the days after the last that is covered are missing. */
  readonly error: unknown;
}

/**
 * One run of one dataset for one user: extract → transform → load → refresh, for a stretch of days. Days that were
 * fetched whole are loaded even when a later one fails; the run then ends as failed, and what is not covered is
 * fetched again. Never throws for what went wrong in the run: that is in the report.
 * @throws what the database said, where not even the ledger could be written
 */
export async function runPipeline(
  context: PipelineContext,
  pipeline: Pipeline,
  request: RunRequest,
): Promise<RunReport> {
  const { pool, logger, observer, signal } = context;
  const { parts, days, range, trigger } = request;
  const { dataset } = pipeline;
  const window = windowOf(parts.clock, days, range);
  const run = await Run.start(pool, logger, {
    dataset,
    source: 'google-health',
    sourceName: parts.client.origin,
    userId: parts.userId,
    trigger,
    window,
  });
  let failure: unknown;
  try {
    const fetched = await fetchDays(context, pipeline, request);
    failure = fetched.error;
    await load(context, pipeline, request, run, fetched);
    const started = performance.now();
    await refreshTouched(dataset, run.runId, context);
    observer.onRefresh?.(dataset.key, (performance.now() - started) / 1_000);
  } catch (error) {
    failure = error;
    if (!signal?.aborted)
      await recordCoverage(
        pool,
        dataset,
        parts.userId,
        run.runId,
        new Map(days.map((day) => [day, 'failed'])),
      );
  }
  const report = await run.finish(failure);
  observer.onRun?.(report);
  const isInterrupted = report.status === 'failed' && signal?.aborted === true;
  logger[report.status === 'failed' && !isInterrupted ? 'error' : 'info'](
    `${dataset.key} of ${parts.userId}: ${isInterrupted ? 'interrupted' : report.status}`,
    {
      run: report.runId,
      from: new Date(window.start / 1_000).toISOString(),
      to: new Date(window.end / 1_000).toISOString(),
      inserted: report.inserted,
      updated: report.updated,
      unchanged: report.unchanged,
      rejected: report.rejected,
      seconds: Number(report.seconds.toFixed(2)),
      ...(failure === undefined ? {} : { error: describeError(failure) }),
    },
  );
  return report;
}

/** Fetches the days slice by slice; stops at the first slice that cannot be had. */
async function fetchDays(
  { signal, now = () => new Date() }: PipelineContext,
  pipeline: Pipeline,
  { parts, days, range }: RunRequest,
): Promise<Fetched> {
  const readings = new ReadingsBuilder(parts.userId, pipeline.dataset.attributes.length);
  const rejects: Reject[] = [];
  const coverage = new Map<number, CoverageStatus>();
  for (let first = 0; first < days.length; first += pipeline.daysPerRequest) {
    const slice = days.slice(first, first + pipeline.daysPerRequest);
    const window = windowOf(parts.clock, slice, range);
    try {
      const fetched: { readings: ReadingsBuilder; rejects: Reject[] } = {
        readings: new ReadingsBuilder(parts.userId, pipeline.dataset.attributes.length),
        rejects: [],
      };
      for await (const transformed of pipeline.read(parts, window)) {
        signal?.throwIfAborted();
        for (const part of transformed.readings) fetched.readings.append(part);
        fetched.rejects.push(...transformed.rejects);
      }
      readings.append(fetched.readings);
      rejects.push(...fetched.rejects);
      const fetchedAt = now().getTime() * 1_000;
      for (const day of slice) {
        const dayEnd = parts.clock.startOfDay(day + 1);
        coverage.set(day, dayEnd <= window.end && dayEnd <= fetchedAt ? 'complete' : 'partial');
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      for (const day of slice) coverage.set(day, 'failed');
      return { readings, rejects, coverage, error };
    }
  }
  return { readings, rejects, coverage, error: undefined };
}

async function load(
  { pool, logger, observer, signal }: PipelineContext,
  { dataset, createLoader }: Pipeline,
  { parts, batchSize, updateExisting }: RunRequest,
  run: Run,
  { readings, rejects, coverage }: Fetched,
): Promise<void> {
  await assertRejectShare(run, readings.length + rejects.length, rejects.length, rejects);
  const loader = createLoader({ pool, logger, updateExisting, backfill: false, signal });
  await using loading = new BatchLoading(loader, run.runId, batchSize, (outcome) =>
    observer.onBatch?.(dataset.key, outcome),
  );
  if (readings.length + rejects.length > 0)
    await loading.load({ readings, rejects, sourcePosition: 0 }, signal);
  await loading.finish();
  await recordCoverage(pool, dataset, parts.userId, run.runId, coverage);
}
