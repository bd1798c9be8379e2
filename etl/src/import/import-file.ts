import { SystoleError } from '@systole/service-kit';
import { SourceFile, SourceFileError } from '../extractors/source-file.ts';
import { Run, type RunReport } from '../ledger/runs.ts';
import type { PipelineContext } from '../pipeline.ts';
import { standardAcceptedRanges } from '../quality/biometric-rules.ts';
import { writeInvalidRows } from '../quality/invalid-rows.ts';
import { assertRejectShare } from '../quality/reject-share.ts';
import { LocalClock } from '../time/local-clock.ts';
import type { CheckedImport, ImportParts, ImportSettings } from './import-source.ts';
import type { Inspection } from './inspection.ts';
import { findResumption, fingerprint } from './resumption.ts';

export interface ImportReport {
  readonly inspection: Inspection;
  /** Not there after a dry run. */
  readonly run: RunReport | undefined;
  /** Rows that an interrupted import had loaded before. */
  readonly resumedAfter: number;
  /** File with the rejected rows, where there are any and a folder for them was given. */
  readonly invalidFile?: string | undefined;
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
    acceptedRanges: settings.acceptedRanges ?? standardAcceptedRanges,
  };
  const inspections: Inspection[] = [];
  for (const source of format.sources) {
    const onRows = (rows: number) => {
      settings.onProgress('checking', rows, undefined);
    };
    const inspection = await source.inspect(file, parts, onRows, signal);
    if (inspection.rows > 0) inspections.push(inspection);
  }
  if (inspections.length === 0) throw new SourceFileError(path, undefined, 'the file holds no rows');
  if (format.users === 'named' && settings.userId !== undefined) assertOnePerson(path, inspections);

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
  const { format, userId } = settings;
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
  const { source } = inspection;
  const checked: CheckedImport = { settings, file, parts, inspection, resumption, run };
  let failure: unknown;
  try {
    await assertRejectShare(run, inspection.rows, inspection.rejected, inspection.examples);
    settings.onProgress('loading', 0, inspection.rows);
    await source.load(context, checked);
    if (file.sha256 !== sha256) throw new SystoleError('terminal', 'the file changed while it was imported');
    settings.onProgress('summarising', inspection.rows, inspection.rows);
    await source.summarise(context, checked);
  } catch (error) {
    failure = signal?.aborted ? new Error('interrupted; started again, it goes on from here') : error;
  }
  const report = await run.finish(failure);
  observer.onRun?.(report);
  return {
    inspection,
    run: report,
    resumedAfter: [...resumption.positions.values()].reduce((sum, rows) => sum + rows, resumption.position),
    invalidFile:
      report.rejected > 0 && settings.invalidFolder !== undefined && source.invalidRowsAs !== undefined
        ? await writeInvalidRows(pool, report, settings.invalidFolder, source.invalidRowsAs)
        : undefined,
  };
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
