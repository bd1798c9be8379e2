import type { CheckResult, RunReport, TableReport } from '@systole/etl';
import pc from 'picocolors';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { formatCount, formatDuration, formatQuantity } from '../terminal/format.ts';
import { renderRejects } from '../terminal/reject-table.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { renderTable, type Column } from '../terminal/table.ts';

const REJECTS_SHOWN = 5;

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
  if (examples.length > 0) {
    const lines = examples
      .slice(0, REJECTS_SHOWN)
      .map((reject) => ({ ...reject, place: { ...reject.place } }));
    sections.push(
      '',
      `  The first rejects of ${formatCount(run.rejected)}:`,
      renderRejects(lines).replace(/^/gm, '  '),
      `  More of them: systole rejects ${run.runId}`,
    );
  }
  return sections.join('\n');
}

const COLUMNS: readonly Column<CheckResult>[] = [
  { title: 'gate', value: ({ name }) => name },
  {
    title: 'result',
    value: ({ passed, severity }) => (passed ? 'passed' : severity),
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
