import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describeError, failureKind, type Pool } from '@systole/service-kit';
import { importFile } from './import/import-file.ts';
import { importFormats } from './import/import-formats.ts';
import type { ImportFormat } from './import/import-source.ts';
import type { RunReport } from './ledger/runs.ts';
import type { PipelineContext } from './pipeline.ts';
import type { AcceptedRanges } from './quality/biometric-rules.ts';

export interface ClinicFileSettings {
  /** Where `patients*.json` and `biometrics*.csv` arrive; made where it is missing. */
  readonly folder: string;
  readonly invalidFolder: string;
  readonly acceptedRanges: AcceptedRanges;
  /** Whether a file that could not be loaded is tried again although it has not changed. */
  readonly retryFailed: boolean;
  readonly onReport: (report: Omit<RunReport, 'runId'> & { readonly runId?: number }) => void;
}

/** Patients first: readings wait for those who are not there. */
const KINDS = [
  { format: 'patients', pattern: /^patients.*\.json$/ },
  { format: 'biometrics', pattern: /^biometrics.*\.csv$/ },
] as const;

interface FoundFile {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/**
 * Loads the files of a folder that have come or changed since they were last loaded: by size and time, so that a folder
 * of years is not read whole every hour. A file that is not what it should be fails alone, once: it is left until it
 * changes, and the others are loaded.
 * @returns how many files were read
 */
export async function loadClinicFiles(
  context: PipelineContext,
  settings: ClinicFileSettings,
): Promise<number> {
  const { pool, logger, signal } = context;
  await mkdir(settings.folder, { recursive: true });
  const names = (await readdir(settings.folder)).sort();
  let read = 0;
  for (const { format: key, pattern } of KINDS) {
    const format = importFormats.get(key);
    if (!format) throw new Error(`there is no import format ${key}`);
    const files = await changedFiles(
      pool,
      settings,
      names.filter((name) => pattern.test(name)),
    );
    for (const file of files) {
      signal?.throwIfAborted();
      logger.info('loading', { file: file.name, bytes: file.bytes });
      await loadFile(context, settings, format, file);
      read += 1;
    }
  }
  return read;
}

/** Those that are not on record as they are now. */
async function changedFiles(
  pool: Pool,
  { folder, retryFailed }: ClinicFileSettings,
  names: readonly string[],
): Promise<FoundFile[]> {
  const { rows } = await pool.query<FoundFile & { failed: boolean }>(
    'SELECT name, bytes, modified_at AS "modifiedAt", failed FROM ops.clinic_files WHERE name = ANY ($1)',
    [names],
  );
  const onRecord = new Map(rows.map((row) => [row.name, row]));
  const found: FoundFile[] = [];
  for (const name of names) {
    const { size: bytes, mtimeMs } = await stat(path.join(folder, name));
    // As precise as the database keeps it.
    const modifiedAt = new Date(Math.floor(mtimeMs));
    const held = onRecord.get(name);
    const isKnown = held?.bytes === bytes && held.modifiedAt.getTime() === modifiedAt.getTime();
    if (!isKnown || (held.failed && retryFailed)) found.push({ name, bytes, modifiedAt });
  }
  return found;
}

async function loadFile(
  context: PipelineContext,
  settings: ClinicFileSettings,
  format: ImportFormat,
  file: FoundFile,
): Promise<void> {
  const { pool, logger, signal } = context;
  try {
    const reports = await importFile(context, {
      format,
      path: path.join(settings.folder, file.name),
      dryRun: false,
      acceptedRanges: settings.acceptedRanges,
      invalidFolder: settings.invalidFolder,
      onProgress: () => undefined,
    });
    const runs = reports.flatMap(({ run }) => run ?? []);
    for (const run of runs) {
      settings.onReport(run.error === null ? run : { ...run, error: `${file.name}: ${run.error}` });
    }
    // The error of a run is text by now; an interrupted one is gone on with by the next.
    if (signal?.aborted) return;
    await record(
      pool,
      file,
      runs.some(({ status }) => status === 'failed'),
    );
  } catch (error) {
    if (signal?.aborted || failureKind(error) === 'transient') throw error;
    logger.error('a file is not what it should be', { file: file.name, error: describeError(error) });
    const nothing = { rowsRead: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, seconds: 0 };
    const about = { dataset: format.key, userId: null, source: format.key, status: 'failed' as const };
    settings.onReport({ ...about, ...nothing, error: describeError(error) });
    await record(pool, file, true);
  }
}

async function record(pool: Pool, { name, bytes, modifiedAt }: FoundFile, failed: boolean): Promise<void> {
  await pool.query(
    `INSERT INTO ops.clinic_files (name, bytes, modified_at, failed) VALUES ($1, $2, $3, $4)
     ON CONFLICT (name) DO UPDATE
        SET (bytes, modified_at, failed, loaded_at) = (excluded.bytes, excluded.modified_at, excluded.failed, clock_timestamp())`,
    [name, bytes, modifiedAt, failed],
  );
}
