import {
  checkIngestVariables,
  ingestSettings,
  ingestUser,
  ingestVariables,
  startDateOf,
  type IngestConfiguration,
  type RunReport,
} from '@systole/etl';
import { EXIT, readConfiguration } from '@systole/service-kit';
import type { Command } from 'commander';
import { z } from 'zod';
import { withDatabase } from '../database/connection.ts';
import { environmentVariable } from '../environment.ts';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { formatCount, formatDuration } from '../terminal/format.ts';
import { Interruption } from '../terminal/interruption.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { UsageError } from '../usage-error.ts';

interface IngestOptions {
  readonly user?: readonly string[];
  readonly start?: string;
  readonly end?: string;
  readonly full?: boolean;
}

export function addIngestCommand(program: Command): void {
  program
    .command('ingest')
    .summary('fetch what is new from the source, once')
    .description(
      'Runs the pipelines of each user once, here and now, and waits for their end. Who is fetched, and from ' +
        'where, is told by the same variables as for ingestion-service; the options go before them.',
    )
    .option('-u, --user <id...>', 'these users only (USER_ID, USER_IDS)')
    .option('--start <date>', 'first day wanted, like 2025-06-29 (START_DATE)')
    .option('--end <date>', 'last day wanted (END_DATE)')
    .option('--full', 'fetch all days again, not only those that are missing (DELTA_MODE=false)')
    .addHelpText(
      'after',
      `
Examples:
  systole ingest
  systole ingest --user alice --start 2025-01-01 --full

  With the simulated source of \`systole up\`:
    GOOGLE_HEALTH_URL=http://127.0.0.1:8090 GOOGLE_TOKEN_URL=http://127.0.0.1:8090/token \\
    GOOGLE_CLIENT_ID=demo-client GOOGLE_CLIENT_SECRET=demo-secret \\
    GOOGLE_REFRESH_TOKEN=demo-refresh-user1 systole ingest --user user1 --start 2025-06-01

Exit codes:
  0    all is there that the source has
  1    a run failed; what is missing is fetched next time
  2    a variable or an option is wrong
  130  interrupted (143 by SIGTERM); what was fetched whole is kept`,
    )
    .action(async (options: IngestOptions) => {
      process.exitCode = await ingest(options);
    });
}

function configurationOf({ user, start, end, full }: IngestOptions): IngestConfiguration {
  const namesUsers = ['USER_ID', 'USER_IDS'].some((name) => environmentVariable(name) !== undefined);
  const environment = {
    ...process.env,
    ...(start === undefined ? {} : { START_DATE: start }),
    ...(end === undefined ? {} : { END_DATE: end }),
    ...(full === true ? { DELTA_MODE: 'false' } : {}),
    ...(user && !namesUsers ? { USER_IDS: user.join(',') } : {}),
  };
  return readConfiguration(z.object(ingestVariables).superRefine(checkIngestVariables), environment);
}

/** @returns the exit code */
async function ingest(options: IngestOptions): Promise<number> {
  const configuration = configurationOf(options);
  using interruption = new Interruption('Stopping after the batch in hand. Ctrl-C again stops at once.');
  const { signal } = interruption;
  return await withDatabase(async (database) => {
    const known = ingestSettings(configuration, database.logger, undefined, signal);
    const unknown = options.user?.find((id) => known.every(({ userId }) => userId !== id));
    if (unknown !== undefined) throw new UsageError(`USER_ID or USER_IDS does not name '${unknown}'.`);
    const chosen = known.filter(({ userId }) => options.user?.includes(userId) ?? true);
    const startDate = startDateOf(configuration, new Date());
    const reports: RunReport[] = [];
    for (const settings of chosen) {
      const context = { ...database, observer: { onRun: printRun }, signal };
      reports.push(...(await ingestUser(context, { ...settings, startDate, trigger: 'manual' })));
      if (signal.aborted) break;
    }
    if (reports.length === 0) console.log('Nothing was due.');
    return interruption.exitCode ?? exitCodeOf(reports);
  });
}

function exitCodeOf(reports: readonly RunReport[]): number {
  return reports.some(({ status }) => status === 'failed') ? EXIT.failure : EXIT.success;
}

function printRun(report: RunReport): void {
  const counts = (['inserted', 'updated', 'unchanged', 'rejected'] as const)
    .map((outcome) => `${formatCount(report[outcome])} ${outcome}`)
    .join(', ');
  const error = report.error === null ? '' : `: ${escapeControlCharacters(report.error)}`;
  console.log(
    `${report.userId ?? ''}  ${report.dataset}  ${styleStatus(report.status, report.status)} (run ${report.runId})  ` +
      `${counts}, ${formatDuration(report.seconds)}${error}`,
  );
}
