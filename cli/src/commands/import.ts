import { basename, join } from 'node:path';
import {
  acceptedRanges,
  acceptedRangeVariables,
  importFile,
  importFormats,
  SourceFileError,
  type ImportFormat,
  type ImportReport,
  type TableDataset,
} from '@systole/etl';
import { EXIT, isTimeZone, readConfiguration, USER_ID, USER_ID_RULE } from '@systole/service-kit';
import type { Command } from 'commander';
import pc from 'picocolors';
import { z } from 'zod';
import { withDatabase, withoutDatabase, type Database } from '../database/connection.ts';
import { readUserCounts } from '../database/runs.ts';
import { dataDirectory } from '../environment.ts';
import { showImportProgress } from '../import/import-progress.ts';
import { summariseImport } from '../import/import-summary.ts';
import { checkTables, importTables, tableFormats } from '../import/import-tables.ts';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { Interruption } from '../terminal/interruption.ts';
import { UsageError } from '../usage-error.ts';

interface ImportOptions {
  readonly user?: string;
  readonly timeZone?: string;
  readonly invalidTo?: string;
  readonly dryRun?: boolean;
}

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .summary('load files into the database')
    .description(
      'Checks each file whole, then loads it. Loading a file twice changes nothing, and an import that was ' +
        'interrupted goes on where it stopped when the same command is given again.',
    )
    .argument('<format>', 'what the files are')
    .argument('<files...>', 'files to load')
    .option('-u, --user <id>', 'whose readings they are; where the file names its person, renames that one')
    .option('-t, --time-zone <zone>', 'IANA zone of the wall-clock times in the files (default: UTC)')
    .option(
      '--invalid-to <folder>',
      'where rejected rows of patients and biometrics are written (default: data/invalid)',
    )
    .option('--dry-run', 'check the files and load nothing; needs no database')
    .addHelpText(
      'after',
      `
Formats:
${formatLines().join('\n')}

Examples:
  systole import fitabase-heart-rate heartrate_seconds_merged.csv.gz
  systole import fitbit-web-api --user alice --time-zone Europe/Berlin heart-2025-*.json
  systole import fitabase-heart-rate --dry-run export.csv
  systole import patients patients.json
  systole import biometrics biometrics-2025-*.csv
  systole import patient-visits patient_visits.csv
  systole import doctors doctors.xlsx
  systole import appointments appointments.xlsx

Exit codes:
  0    loaded; rows that were rejected are listed
  1    not loaded: more than half of the rows were rejected, or the database failed
  2    a file is not what it is said to be, or the command is wrong
  130  interrupted (143 by SIGTERM); the same command goes on from there`,
    )
    .action(async (formatKey: string, files: string[], options: ImportOptions) => {
      const table = tableFormats.get(formatKey);
      if (table) assertTableOptions(formatKey, table, options);
      if (!table) process.exitCode = await importFiles(formatOf(formatKey), files, options);
      else if (options.dryRun === true) process.exitCode = await checkTables(table, files);
      else process.exitCode = await importTables(table, files, ownerOf(formatKey, table, options));
    });
}

function formatLines(): string[] {
  const formats = [...importFormats, ...tableFormats];
  const width = Math.max(...formats.map(([key]) => key.length));
  return formats.map(([key, { description }]) => `  ${key.padEnd(width)}  ${description}`);
}

function formatOf(key: string): ImportFormat {
  const format = importFormats.get(key);
  if (format) return format;
  throw new UsageError(`There is no format '${key}'. There are:\n${formatLines().join('\n')}`);
}

/** Whose rows a table is loaded for; null where they are nobody's. */
function ownerOf(formatKey: string, table: TableDataset, { user }: ImportOptions): string | null {
  if (table.owner === 'nobody') return null;
  if (user === undefined) {
    throw new UsageError(`A file of ${formatKey} does not say whose days it holds: add --user <id>.`);
  }
  if (!USER_ID.test(user)) throw new UsageError(`--user ${USER_ID_RULE}.`);
  return user;
}

/** Tables take but these options, and a user only where they have one. */
function assertTableOptions(formatKey: string, { owner }: TableDataset, options: ImportOptions): void {
  const allowed = owner === 'user' ? ['dryRun', 'user'] : ['dryRun'];
  if (Object.keys(options).every((name) => allowed.includes(name))) return;
  throw new UsageError(
    `${formatKey} takes no options but --dry-run${owner === 'user' ? ' and --user' : ''}.`,
  );
}

function assertUsable(format: ImportFormat, { user, timeZone }: ImportOptions): void {
  if (user === undefined && format.users === 'given') {
    throw new UsageError(`A file of ${format.key} does not say whose readings it holds: add --user <id>.`);
  }
  if (user !== undefined && format.users === 'none') {
    throw new UsageError(`The rows of a file of ${format.key} belong to patients: leave out --user.`);
  }
  if (user !== undefined && !USER_ID.test(user)) throw new UsageError(`--user ${USER_ID_RULE}.`);
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new UsageError('--time-zone must be an IANA time zone, like Europe/Berlin.');
  }
}

/** @returns the exit code: the worst of all files */
async function importFiles(
  format: ImportFormat,
  files: readonly string[],
  options: ImportOptions,
): Promise<number> {
  assertUsable(format, options);
  using interruption = new Interruption('Stopping after the batch in hand. Ctrl-C again stops at once.');
  const open = options.dryRun === true ? withoutDatabase : withDatabase;
  return await open(async (database) => {
    let exitCode: number = EXIT.success;
    for (const file of files) {
      const code = await importOne(database, format, file, options, interruption.signal);
      if (interruption.exitCode !== undefined) {
        process.stderr.write('Interrupted. The same command goes on from where it stopped.\n');
        return interruption.exitCode;
      }
      exitCode = Math.max(exitCode, code);
    }
    return exitCode;
  });
}

async function importOne(
  database: Database,
  format: ImportFormat,
  path: string,
  { user, timeZone, invalidTo, dryRun = false }: ImportOptions,
  signal: AbortSignal,
): Promise<number> {
  const progress = showImportProgress(basename(path), dryRun);
  let reports: readonly ImportReport[];
  try {
    reports = await importFile(
      { ...database, observer: {}, signal },
      {
        format,
        path,
        userId: user,
        timeZone,
        dryRun,
        invalidFolder: invalidTo ?? join(dataDirectory(), 'invalid'),
        acceptedRanges: acceptedRanges(readConfiguration(z.object(acceptedRangeVariables))),
        onProgress: progress.report,
      },
    );
  } catch (error) {
    progress.stop();
    if (signal.aborted) return EXIT.failure;
    if (!(error instanceof SourceFileError)) throw error;
    // The other files may be good.
    process.stderr.write(`${pc.red(escapeControlCharacters(error.message))}\n`);
    return EXIT.usage;
  }
  progress.stop();
  for (const report of reports) {
    const users = report.run ? await readUserCounts(database.pool, report.run.runId) : [];
    console.log(`${summariseImport(basename(path), report, users)}\n`);
  }
  return reports.some(({ run }) => run?.status === 'failed') ? EXIT.failure : EXIT.success;
}
