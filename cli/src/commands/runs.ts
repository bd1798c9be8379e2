import { Option, type Command } from 'commander';
import pc from 'picocolors';
import { withDatabase } from '../database/connection.ts';
import { readRuns, RUN_STATUSES, type LedgerRun, type LedgerStatus } from '../database/runs.ts';
import { assertUserKnown } from '../database/users.ts';
import { formatCount, formatDuration, formatInstant } from '../terminal/format.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { renderTable, type Column } from '../terminal/table.ts';
import { wholeNumber } from '../terminal/whole-number.ts';

interface RunsOptions {
  readonly user?: string;
  readonly status?: LedgerStatus;
  readonly limit: number;
  readonly json?: boolean;
}

export function addRunsCommand(program: Command): void {
  program
    .command('runs')
    .summary('what ingestion and imports did')
    .description('Lists the newest runs of pipelines and imports with their counts.')
    .option('-u, --user <id>', 'runs that concern this user')
    .addOption(new Option('-s, --status <status>', 'runs that ended so').choices(RUN_STATUSES))
    .option('-n, --limit <count>', 'how many', wholeNumber, 20)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
What a status says:
  success  all rows are there           no_op   nothing new
  partial  all but the rejected rows    failed  not done; the error says why

Examples:
  systole runs
  systole runs --user user1 --status failed
  systole runs --limit 100 --json

Exit codes:
  0  shown
  1  the database does not answer
  2  no such user or status`,
    )
    .action(runs);
}

async function runs({ user, status, limit, json = false }: RunsOptions): Promise<void> {
  const found = await withDatabase(async ({ pool }) => {
    if (user !== undefined) await assertUserKnown(pool, user);
    return readRuns(pool, { user, status, limit });
  });
  if (json) {
    console.log(JSON.stringify(found, undefined, 2));
    return;
  }
  console.log(found.length === 0 ? 'No such runs yet.' : renderTable(COLUMNS, found));
}

const COLUMNS: readonly Column<LedgerRun>[] = [
  { title: 'run', value: ({ runId }) => String(runId), align: 'right' },
  { title: 'status', value: ({ status }) => status, style: (text, { status }) => styleStatus(text, status) },
  { title: 'started (UTC)', value: ({ startedAt }) => formatInstant(startedAt) },
  { title: 'took', value: ({ seconds }) => formatDuration(seconds), align: 'right' },
  {
    title: 'user',
    value: ({ users }) => (users.length > 1 ? `${users.length} users` : (users[0] ?? '–')),
    flexible: true,
  },
  { title: 'dataset', value: ({ dataset }) => dataset, flexible: true },
  { title: 'source', value: ({ source }) => source, flexible: true },
  { title: 'inserted', value: ({ inserted }) => formatCount(inserted), align: 'right' },
  { title: 'updated', value: ({ updated }) => formatCount(updated), align: 'right' },
  { title: 'unchanged', value: ({ unchanged }) => formatCount(unchanged), align: 'right' },
  {
    title: 'rejected',
    value: ({ rejected }) => formatCount(rejected),
    align: 'right',
    style: (text, { rejected }) => (rejected === 0 ? text : pc.yellow(text)),
  },
  { title: 'error', value: ({ error }) => error ?? '', flexible: true, style: (text) => pc.red(text) },
];
