import type { CheckResult, RunReport, TableCheck, TableReport } from '@systole/etl';
import pc from 'picocolors';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { formatCount, formatDuration, formatQuantity } from '../terminal/format.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { renderTable, type Column } from '../terminal/table.ts';
import { firstRejects } from './first-rejects.ts';

/** What a run of a table did, in two or three lines. */
export function summariseRun(sourceName: string, run: RunReport): string {
  const lines = [
    `${pc.bold(escapeControlCharacters(sourceName))} → ${run.dataset}`,
    `  ${styleStatus(run.status, run.status)}: run ${run.runId}, ${formatQuantity(run.rowsRead, 'row')} in ${formatDuration(run.seconds)}`,
    `  ${formatCount(run.inserted)} inserted, ${formatCount(run.updated)} updated, ` +
      `${formatCount(run.unchanged)} unchanged, ${formatCount(run.rejected)} rejected`,
  ];
  if (run.error !== null) lines.push(`  ${pc.red(escapeControlCharacters(run.error))}`);
  return lines.join('\n');
}

/** What became of a file, for people to read: counts, gates, the first rejects. */
export function summariseTable(sourceName: string, { run, quality, examples }: TableReport): string {
  const sections = [summariseRun(sourceName, run)];
  if (!quality && run.status === 'no_op') sections.push('  This file was published before.');
  if (quality) sections.push('', renderTable(COLUMNS, quality.checks).replace(/^/gm, '  '));
  sections.push(...firstRejects(examples, run.rejected, run.runId));
  return sections.join('\n');
}

/** What would become of a file. A gate without a value asks what only the database knows. */
export function summariseCheck(sourceName: string, { quality, examples }: TableCheck): string {
  const { dataset, rows, checks, missing_columns: missing } = quality;
  return [
    `${pc.bold(escapeControlCharacters(sourceName))} → ${dataset}`,
    `  dry run: ${formatQuantity(rows.read, 'row')} checked, ${formatCount(rows.rejected)} would be rejected, nothing loaded`,
    ...(missing.length > 0 ? [`  ${pc.red(`columns are missing: ${missing.join(', ')}`)}`] : []),
    '',
    renderTable(COLUMNS, checks).replace(/^/gm, '  '),
    ...firstRejects(examples, rows.rejected),
  ].join('\n');
}

const COLUMNS: readonly Column<CheckResult>[] = [
  { title: 'gate', value: ({ name }) => name },
  {
    title: 'result',
    value: ({ passed, severity, value }) => (value === null ? '–' : passed ? 'passed' : severity),
    style: (text, { passed, severity }) =>
      passed ? pc.green(text) : severity === 'critical' ? pc.red(text) : pc.yellow(text),
  },
  {
    title: 'value',
    value: ({ value }) => (value === null ? '–' : String(Number(value.toPrecision(4)))),
    align: 'right',
  },
  { title: 'threshold', value: ({ threshold }) => String(threshold), align: 'right' },
];
