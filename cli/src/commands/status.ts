import type { Command } from 'commander';
import pc from 'picocolors';
import { withDatabase } from '../database/connection.ts';
import { readStatus, type DatasetStatus } from '../database/status.ts';
import { formatCount, formatDuration, formatInstant, formatQuantity } from '../terminal/format.ts';
import { renderTable, type Column } from '../terminal/table.ts';

/** Gaps that are listed one by one, where one user is asked for. */
const GAPS_SHOWN = 10;

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .summary('what is there of each user')
    .description(
      'Shows for each user and dataset how much is there, from when to when, how old the newest reading is, ' +
        'and how many days between the first and the last were not fetched whole.',
    )
    .option('-u, --user <id>', 'one user only')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  systole status
  systole status --user user1
  systole status --json | jq '.[] | select(.stale)'

Exit codes:
  0  shown
  1  the database does not answer
  2  no such user`,
    )
    .action(status);
}

async function status({ user, json = false }: { user?: string; json?: boolean }): Promise<void> {
  const statuses = await withDatabase(({ pool }) => readStatus(pool, user));
  if (json) {
    console.log(JSON.stringify(statuses, undefined, 2));
    return;
  }
  if (statuses.length === 0) {
    console.log('No users yet. `systole up` brings two; `systole import` brings your own.');
    return;
  }
  console.log(renderTable(COLUMNS, user === undefined ? withoutEmpty(statuses) : statuses));
  if (user !== undefined) for (const dataset of statuses) printGaps(dataset);
}

const COLUMNS: readonly Column<DatasetStatus>[] = [
  { title: 'user', value: (row) => row.userId, flexible: true },
  { title: 'dataset', value: (row) => row.dataset, flexible: true },
  { title: 'rows', value: (row) => formatCount(row.rows), align: 'right' },
  { title: 'first (UTC)', value: (row) => formatInstant(row.first) },
  { title: 'last (UTC)', value: (row) => formatInstant(row.last) },
  {
    title: 'newest is',
    value: (row) =>
      row.freshnessSeconds === null ? '–' : `${formatDuration(Math.max(0, row.freshnessSeconds))} old`,
    style: (text, row) => (row.first === null ? text : row.stale ? pc.yellow(text) : pc.green(text)),
  },
  {
    title: 'gaps',
    value: (row) => (row.gapDays === 0 ? 'none' : formatQuantity(row.gapDays, 'day')),
    style: (text, row) => (row.gapDays === 0 ? text : pc.yellow(text)),
  },
];

/** Without datasets of which a user has nothing, unless it is the user's only line. */
function withoutEmpty(statuses: readonly DatasetStatus[]): readonly DatasetStatus[] {
  const usersWithData = new Set(statuses.filter(({ rows }) => rows > 0).map(({ userId }) => userId));
  return statuses.filter(({ userId, rows }) => rows > 0 || !usersWithData.has(userId));
}

function printGaps({ dataset, gaps }: DatasetStatus): void {
  if (gaps.length === 0) return;
  console.log(`\nGaps of ${dataset}:`);
  for (const { first, last, days } of gaps.slice(0, GAPS_SHOWN)) {
    console.log(`  ${first === last ? first : `${first} to ${last}`} (${formatQuantity(days, 'day')})`);
  }
  if (gaps.length > GAPS_SHOWN) console.log(`  and ${gaps.length - GAPS_SHOWN} more: --json lists all`);
}
