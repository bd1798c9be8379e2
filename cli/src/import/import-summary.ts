import type { ImportReport } from '@systole/etl';
import pc from 'picocolors';
import type { UserCounts } from '../database/runs.ts';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { formatCount, formatDuration, formatInstant, formatQuantity } from '../terminal/format.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { renderTable, type Column } from '../terminal/table.ts';
import { firstRejects } from './first-rejects.ts';

/** What the import of one dataset out of a file did, for people to read. */
export function summariseImport(
  fileName: string,
  { inspection, run, resumedAfter, invalidFile }: ImportReport,
  users: readonly UserCounts[],
): string {
  const { source, rows, rejected, examples } = inspection;
  const name = pc.bold(escapeControlCharacters(fileName));
  const sections = [`${name} → ${source.dataset.key}`];
  if (run) {
    const rate = run.seconds > 0 ? `, ${formatCount(run.rowsRead / run.seconds)} rows/s` : '';
    const done =
      run.rowsRead === rows
        ? formatQuantity(rows, 'row')
        : `${formatCount(run.rowsRead)} of ${formatQuantity(rows, 'row')}`;
    sections.push(
      `  ${styleStatus(run.status, run.status)}: run ${run.runId}, ${done} in ${formatDuration(run.seconds)}${rate}`,
      `  ${formatCount(run.inserted)} inserted, ${formatCount(run.updated)} updated, ` +
        `${formatCount(run.unchanged)} unchanged, ${formatCount(run.rejected)} rejected`,
    );
    if (resumedAfter > 0) {
      sections.push(
        `  went on after ${formatQuantity(resumedAfter, 'row')} that an interrupted import had loaded`,
      );
    }
    if (run.error !== null) sections.push(`  ${pc.red(escapeControlCharacters(run.error))}`);
    if (users.length > 0) sections.push('', indented(renderTable(COUNT_COLUMNS, users)));
  } else {
    sections.push(
      `  dry run: ${formatQuantity(rows, 'row')} checked, ${formatCount(rejected)} would be rejected, nothing loaded`,
    );
    const found = [...inspection.users].map(([userId, ofUser]) => ({ userId, ...ofUser }));
    if (found.length > 0) sections.push('', indented(renderTable(FOUND_COLUMNS, found)));
  }
  // A run that went on after an interrupted one counts its own rejects alone.
  sections.push(...firstRejects(examples, Math.max(rejected, run?.rejected ?? 0), run?.runId));
  if (invalidFile !== undefined) sections.push(`  Rejected rows, with the reason: ${invalidFile}`);
  return sections.join('\n');
}

const COUNT_COLUMNS: readonly Column<UserCounts>[] = [
  { title: 'user', value: ({ userId }) => userId, flexible: true },
  { title: 'rows', value: ({ rowsRead }) => formatCount(rowsRead), align: 'right' },
  { title: 'inserted', value: ({ inserted }) => formatCount(inserted), align: 'right' },
  { title: 'updated', value: ({ updated }) => formatCount(updated), align: 'right' },
  { title: 'unchanged', value: ({ unchanged }) => formatCount(unchanged), align: 'right' },
  { title: 'rejected', value: ({ rejected }) => formatCount(rejected), align: 'right' },
  { title: 'first (UTC)', value: ({ first }) => formatInstant(first) },
  { title: 'last (UTC)', value: ({ last }) => formatInstant(last) },
];

type Found = { readonly userId: string } & (ImportReport['inspection']['users'] extends ReadonlyMap<
  string,
  infer User
>
  ? User
  : never);

const FOUND_COLUMNS: readonly Column<Found>[] = [
  { title: 'user', value: ({ userId }) => userId, flexible: true },
  { title: 'rows', value: ({ rows }) => formatCount(rows), align: 'right' },
  { title: 'rejected', value: ({ rejected }) => formatCount(rejected), align: 'right' },
  { title: 'first (UTC)', value: ({ first }) => formatInstant(fromMicroseconds(first)) },
  { title: 'last (UTC)', value: ({ last }) => formatInstant(fromMicroseconds(last)) },
];

function fromMicroseconds(microseconds: number | undefined): Date | undefined {
  return microseconds === undefined ? undefined : new Date(microseconds / 1_000);
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
