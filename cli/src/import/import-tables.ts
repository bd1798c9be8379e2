import { createReadStream } from 'node:fs';
import { access, mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  appointmentReports,
  checkTable,
  importTable,
  runReport,
  SourceFileError,
  tableDatasets,
  type QualityReport,
  type TableDataset,
} from '@systole/etl';
import { EXIT } from '@systole/service-kit';
import pc from 'picocolors';
import { withDatabase, type Database } from '../database/connection.ts';
import { dataDirectory } from '../environment.ts';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { Interruption } from '../terminal/interruption.ts';
import { renderReport } from '../terminal/report-table.ts';
import { tableContext, tableRules } from './context.ts';
import { openRawStore } from './raw-store.ts';
import { summariseCheck, summariseTable } from './table-summary.ts';

/** Format → dataset of the tables that come as files: `patient-visits` is `patient_visits`. */
export const tableFormats: ReadonlyMap<string, TableDataset> = new Map(
  [...tableDatasets.values()].map((dataset) => [dataset.key.replaceAll('_', '-'), dataset]),
);

/** What the reports are about. */
const REPORTED = new Set(['appointments']);
const REPORT_ROWS = 10;

/**
 * Checks files and loads nothing; asks no database.
 * @returns the exit code: the worst of all files
 */
export async function checkTables(dataset: TableDataset, files: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.success;
  for (const file of files) {
    const code = await reportingBadFiles(async () => {
      const check = await checkTable(tableRules(), dataset, file);
      console.log(`${summariseCheck(path.basename(file), check)}\n`);
      return check.quality.passed ? EXIT.success : EXIT.failure;
    });
    exitCode = Math.max(exitCode, code);
  }
  return exitCode;
}

/** @returns the exit code: the worst of all files */
export async function importTables(
  dataset: TableDataset,
  files: readonly string[],
  userId: string | null,
): Promise<number> {
  using interruption = new Interruption(
    'Stopping; nothing of this file is published. Ctrl-C again stops at once.',
  );
  return await withDatabase(async (database) => {
    let exitCode: number = EXIT.success;
    for (const file of files) {
      const code = await importOne(database, dataset, file, userId, interruption.signal);
      if (interruption.exitCode !== undefined) return interruption.exitCode;
      exitCode = Math.max(exitCode, code);
    }
    return exitCode;
  });
}

async function importOne(
  database: Database,
  dataset: TableDataset,
  file: string,
  userId: string | null,
  signal: AbortSignal,
): Promise<number> {
  return reportingBadFiles(async () => {
    await assertReadable(file);
    const report = await importTable(tableContext(database, signal), openRawStore(database.pool), {
      dataset,
      content: createReadStream(file),
      userId,
      sourceName: path.basename(file),
    });
    console.log(summariseTable(path.basename(file), report));
    if (report.quality) console.log(`  Report: ${await writeReport(report.quality)}`);
    if (report.run.status === 'failed') return EXIT.failure;
    if (REPORTED.has(dataset.key)) await printReports(database);
    return EXIT.success;
  });
}

/** A file that is no table is said to be none, with the exit code of that. */
async function reportingBadFiles(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceFileError)) throw error;
    // The other files may be good.
    process.stderr.write(`${pc.red(escapeControlCharacters(error.message))}\n`);
    return EXIT.usage;
  }
}

async function printReports({ pool }: Database): Promise<void> {
  for (const report of appointmentReports.values()) {
    const answer = await runReport(pool, report, {}, REPORT_ROWS);
    console.log(`\n${renderReport(report, {}, answer)}`);
  }
}

async function assertReadable(file: string): Promise<void> {
  await access(file).catch((error: unknown) => {
    throw new SourceFileError(file, undefined, 'there is no such file, or it may not be read', {
      cause: error,
    });
  });
  // Anything else may be: a pipe is read once, into the raw store.
  if ((await stat(file)).isDirectory()) {
    throw new SourceFileError(file, undefined, 'that is a folder, not a file');
  }
}

/** For other programs to read, beside what people see. */
async function writeReport(quality: QualityReport): Promise<string> {
  const folder = path.join(dataDirectory(), 'reports', quality.dataset, `run-${quality.run_id ?? ''}`);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'dq_report.json');
  await writeFile(file, `${JSON.stringify(quality, undefined, 2)}\n`);
  return path.relative(process.cwd(), file);
}
