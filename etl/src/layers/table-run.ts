import {
  describeError,
  quoteIdentifier,
  retryTransient,
  SystoleError,
  type Pool,
} from '@systole/service-kit';
import { SourceFileError } from '../extractors/source-file.ts';
import { Run, type RunReport, type RunTrigger } from '../ledger/runs.ts';
import type { PipelineContext } from '../pipeline.ts';
import {
  assess,
  countStaged,
  explainFailure,
  recordQuality,
  type QualityReport,
} from '../quality/quality-report.ts';
import type { Reject } from '../quality/reject.ts';
import type { PublishedCounts, TableDataset } from '../tables/table-dataset.ts';
import { HOUR, SECOND } from '../time/instants.ts';
import { lastPublished, publish, recordCounts, type Publication } from './publication.ts';
import type { Snapshot } from './raw-store.ts';
import { rejectUnreferenced } from './references.ts';
import { dropAbandoned, dropSuperseded, stage, stagingTable } from './staging.ts';

/** What became of one file. */
export interface TableReport {
  readonly run: RunReport;
  /** Not there where the file could not be read as a table, or was published before. */
  readonly quality: QualityReport | undefined;
  /** Not there where nothing was published. */
  readonly published: PublishedCounts | undefined;
  /** The first rejects, as examples. */
  readonly examples: readonly Reject[];
}

const RETRIES = { operation: 'table', retries: 8, firstDelayMs: 250, longestDelayMs: 30_000 };

/**
 * Takes a snapshot from raw to analytics: staged, checked by the gates, published in one transaction. Never throws for
 * what went wrong on the way: that is in the report, and what was published before stays.
 * @throws {SourceFileError} where the file cannot be read as a table; the run is then in the ledger as failed
 */
export async function runTable(
  context: PipelineContext,
  dataset: TableDataset,
  snapshot: Snapshot,
  trigger: RunTrigger,
): Promise<TableReport> {
  const { pool, observer } = context;
  const run = await startRun(context, dataset, snapshot, trigger);
  let failure: unknown;
  let prepared: Prepared | undefined;
  let published: PublishedCounts | undefined;
  try {
    // Staged again with every try: a server that crashed has emptied the staging table.
    await retryTransient(
      'staging and publishing',
      async () => {
        const previous = await lastPublished(pool, snapshot);
        prepared = await prepare(context, dataset, snapshot, run.runId, previous?.rows);
        const { publication } = prepared;
        if (publication.report.passed) published = await publish(pool, dataset, publication);
      },
      retries(context),
    );
    const report = prepared?.publication.report;
    if (report?.passed === false) {
      await recordQuality(pool, report);
      await recordCounts(pool, run.runId, report, { inserted: 0, updated: 0, unchanged: 0 });
      failure = new SystoleError('terminal', explainFailure(report));
    }
  } catch (error) {
    failure = error;
  }
  const report = await endRun(context, dataset, run, failure);
  observer.onRun?.(report);
  if (failure instanceof SourceFileError) throw failure;
  return {
    run: report,
    quality: prepared?.publication.report,
    published,
    examples: prepared?.examples ?? [],
  };
}

export async function startRun(
  { pool, logger }: PipelineContext,
  dataset: TableDataset,
  { sha256, sourceName, userId }: Snapshot,
  trigger: RunTrigger,
): Promise<Run> {
  const run = await Run.start(pool, logger, {
    dataset,
    source: 'file',
    sourceName,
    sourceFingerprint: sha256,
    ...(userId !== null && { userId }),
    trigger,
  });
  await dropAbandoned(pool, dataset);
  return run;
}

/** Closes the ledger's entry and takes the staging table away. */
export async function endRun(
  { pool, logger, signal }: PipelineContext,
  dataset: TableDataset,
  run: Run,
  failure: unknown,
): Promise<RunReport> {
  await pool
    .query(`DROP TABLE IF EXISTS ${stagingTable(dataset, run.runId)}`)
    // The next run drops it.
    .catch((error: unknown) => logger.warn('a staging table was left', { error: describeError(error) }));
  return run.finish(signal?.aborted ? new Error('interrupted; nothing was published') : failure);
}

export interface Prepared {
  readonly publication: Publication;
  readonly examples: readonly Reject[];
}

/** Stages a snapshot and has the gates assess it; again from the beginning, where it was tried before. */
export async function prepare(
  context: PipelineContext,
  dataset: TableDataset,
  snapshot: Snapshot,
  runId: number,
  previous: number | undefined,
): Promise<Prepared> {
  const { pool, now = () => new Date() } = context;
  const table = stagingTable(dataset, runId);
  const tally = await stage(context, dataset, snapshot, runId);
  await pool.query(`ANALYZE ${table}`);
  await rejectUnreferenced(pool, dataset, { runId, table, file: snapshot.sourceName }, tally);
  const duplicates = await dropSuperseded(pool, dataset, table);
  const ageHours = await ageOfNewest(pool, dataset, table, now());
  const counts = await countStaged(pool, dataset, table);
  const { measurements: found, unreferenced } = tally;
  const measurements = { ...found, duplicates, previousRows: previous, ageHours, unreferenced, counts };
  const report = assess(dataset, runId, measurements, now());
  return { publication: { runId, snapshot, table, report }, examples: tally.examples };
}

export function retries({ logger, signal }: PipelineContext) {
  return { ...RETRIES, logger, signal };
}

/** In hours; undefined where the dataset does not say when a row was changed, or there is none. */
async function ageOfNewest(
  pool: Pool,
  { watermark }: TableDataset,
  table: string,
  now: Date,
): Promise<number | undefined> {
  if (!watermark) return undefined;
  const { rows } = await pool.query<{ newest: number | null }>(
    `SELECT extract(epoch FROM max(${quoteIdentifier(watermark.column)}))::double precision AS newest FROM ${table}`,
  );
  const newest = rows[0]?.newest ?? undefined;
  return newest === undefined ? undefined : (now.getTime() / 1_000 - newest) / (HOUR / SECOND);
}
