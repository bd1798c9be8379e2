import type { Dataset } from '@systole/catalog';
import { SystoleError } from '@systole/service-kit';
import { BatchLoading, standardBatchSize } from '../batches.ts';
import { SourceFile, SourceFileError } from '../extractors/source-file.ts';
import { recordCoverage, type CoverageStatus } from '../ledger/coverage.ts';
import { Run, type RunReport } from '../ledger/runs.ts';
import { registerUsers } from '../ledger/users.ts';
import type { PipelineContext } from '../pipeline.ts';
import { assertRejectShare } from '../quality/reject-share.ts';
import { refreshTouched } from '../refresh.ts';
import { LocalClock } from '../time/local-clock.ts';
import type { Transformed } from '../transformers/base-transformer.ts';
import type { ImportFormat, ImportParts } from './import-formats.ts';
import { byUser, inspect, type Inspection } from './inspection.ts';
import { PendingRows } from './pending-rows.ts';
import { findResumption, fingerprint, type Resumption } from './resumption.ts';

export type ImportPhase = 'checking' | 'loading' | 'summarising';

export interface ImportSettings {
  readonly format: ImportFormat;
  readonly path: string;
  /** Required where the format does not name users; where it does, renames the one person of the file. */
  readonly userId?: string | undefined;
  /** IANA zone of the file's wall-clock times; UTC without it, and then the users' zones on record stay as they are. */
  readonly timeZone?: string | undefined;
  /** Checks the file and loads nothing. */
  readonly dryRun: boolean;
  readonly batchSize?: number | undefined;
  readonly onProgress: (phase: ImportPhase, rows: number, totalRows: number | undefined) => void;
}

export interface ImportReport {
  readonly inspection: Inspection;
  /** Not there after a dry run. */
  readonly run: RunReport | undefined;
  /** Rows that an interrupted import had loaded before. */
  readonly resumedAfter: number;
}

/**
 * Imports one file: reads it once to check it, then again to load it. Runs in constant memory. An import that was
 * interrupted goes on where it stopped; one that had finished is loaded again, which changes nothing.
 * @returns a report for each dataset of which the file has rows
 * @throws {SourceFileError} before anything is loaded, if the file is not what it is said to be
 */
export async function importFile(
  context: PipelineContext,
  settings: ImportSettings,
): Promise<ImportReport[]> {
  const { format, path } = settings;
  const { signal } = context;
  const file = new SourceFile(path);
  const parts: ImportParts = {
    userId: settings.userId ?? '',
    clock: new LocalClock(settings.timeZone ?? 'UTC'),
    now: new Date(),
  };
  const inspections: Inspection[] = [];
  for (const source of format.sources) {
    const onRows = (rows: number) => {
      settings.onProgress('checking', rows, undefined);
    };
    const inspection = await inspect(file, source, parts, onRows, signal);
    if (inspection.rows > 0) inspections.push(inspection);
  }
  if (inspections.length === 0) throw new SourceFileError(path, undefined, 'the file holds no rows');
  if (format.namesUsers && settings.userId !== undefined) assertOnePerson(path, inspections);

  const reports: ImportReport[] = [];
  for (const inspection of inspections) {
    reports.push(
      settings.dryRun
        ? { inspection, run: undefined, resumedAfter: 0 }
        : await loadInspected(context, settings, file, parts, inspection),
    );
  }
  return reports;
}

async function loadInspected(
  context: PipelineContext,
  settings: ImportSettings,
  file: SourceFile,
  parts: ImportParts,
  inspection: Inspection,
): Promise<ImportReport> {
  const { pool, logger, observer, signal } = context;
  const { format, userId, timeZone } = settings;
  const { dataset } = inspection.source;
  const sha256 = file.sha256 ?? '';
  const sourceFingerprint = fingerprint(sha256, format.key, parts.clock.timeZone, userId ?? '');
  const resumption = await findResumption(pool, dataset, sourceFingerprint);
  const users = [...inspection.users.keys()].map((id) => userId ?? id);
  const run = await Run.start(pool, logger, {
    dataset,
    source: format.key,
    sourceName: file.name,
    sourceFingerprint,
    ...(users.length === 1 && users[0] !== undefined && { userId: users[0] }),
    trigger: 'import',
    resumes: resumption.runId,
  });
  let failure: unknown;
  try {
    await assertRejectShare(run, inspection.rows, inspection.rejected, inspection.examples);
    await registerUsers(pool, users, timeZone);
    await loadRows(context, settings, file, parts, inspection, resumption, run);
    if (file.sha256 !== sha256) throw new SystoleError('terminal', 'the file changed while it was imported');
    for (const [id, { first, last }] of inspection.users) {
      if (first === undefined || last === undefined) continue;
      await recordCoverage(
        pool,
        dataset,
        userId ?? id,
        run.runId,
        coverageOf(dataset, parts.clock, first, last),
      );
    }
    settings.onProgress('summarising', inspection.rows, inspection.rows);
    await refreshTouched(dataset, run.runId, context);
  } catch (error) {
    failure = signal?.aborted ? new Error('interrupted; started again, it goes on from here') : error;
  }
  const report = await run.finish(failure);
  observer.onRun?.(report);
  return {
    inspection,
    run: report,
    resumedAfter: [...resumption.positions.values()].reduce((sum, rows) => sum + rows, 0),
  };
}

async function loadRows(
  { pool, logger, features, observer, signal }: PipelineContext,
  settings: ImportSettings,
  file: SourceFile,
  parts: ImportParts,
  { source, rows: totalRows }: Inspection,
  { positions }: Resumption,
  run: Run,
): Promise<void> {
  const batchSize = settings.batchSize ?? standardBatchSize(features);
  const loader = source.createLoader({ pool, logger, updateExisting: true, backfill: true, signal });
  const loading = new BatchLoading(loader, run.runId, batchSize, (outcome) => {
    observer.onBatch?.(source.dataset.key, outcome);
  });
  const pending = new PendingRows(source.dataset, settings.userId);
  let rowsSeen = 0;
  // One batch is on its way to the server while the next is read.
  let inFlight: Promise<void> = Promise.resolve();
  for await (const transformed of source.read(file, parts)) {
    signal?.throwIfAborted();
    rowsSeen += rowsOf(transformed);
    await run.reject(transformed.rejects.filter(({ userId }) => userId === null));
    for (const part of byUser(transformed))
      pending.add(part, positions.get(settings.userId ?? part.userId) ?? 0);
    for (let full = pending.takeFull(batchSize); full; full = pending.takeFull(batchSize)) {
      await inFlight;
      inFlight = loading.load(full, signal);
      // It is awaited before the next; until then its failure must not count as unhandled.
      inFlight.catch(() => undefined);
      settings.onProgress('loading', rowsSeen, totalRows);
    }
  }
  await inFlight;
  for (let rest = pending.takeFull(0); rest; rest = pending.takeFull(0)) await loading.load(rest, signal);
  settings.onProgress('loading', rowsSeen, totalRows);
}

function rowsOf({ readings, rejects }: Transformed): number {
  return readings.reduce((sum, { length }) => sum + length, rejects.length);
}

/** A file tells all it has of the days between its first and last; those two it may have in part. */
function coverageOf(
  dataset: Dataset,
  clock: LocalClock,
  first: number,
  last: number,
): Map<number, CoverageStatus> {
  const isDaily = dataset.kind === 'daily';
  const dayClock = isDaily ? new LocalClock('UTC') : clock;
  const firstDay = dayClock.dayOf(first);
  const lastDay = dayClock.dayOf(last);
  const days = new Map<number, CoverageStatus>();
  for (let day = firstDay; day <= lastDay; day += 1) {
    days.set(day, isDaily || (day > firstDay && day < lastDay) ? 'complete' : 'partial');
  }
  return days;
}

function assertOnePerson(path: string, inspections: readonly Inspection[]): void {
  const people = new Set(inspections.flatMap(({ users }) => [...users.keys()]));
  if (people.size > 1) {
    throw new SourceFileError(
      path,
      undefined,
      `the file holds ${people.size} people, who cannot all be one user`,
    );
  }
}
