import {
  reportArguments,
  type Report,
  type ReportAnswer,
  type ReportArguments,
  type ReportColumn,
} from '@systole/etl';
import pc from 'picocolors';
import { formatCount } from './format.ts';
import { renderTable, type Column } from './table.ts';

/** The title of a report, what it was asked with, and its rows. */
export function renderReport(report: Report, given: ReportArguments, answer: ReportAnswer): string {
  const asked = Object.entries(reportArguments(report, given)).filter(([, value]) => value !== null);
  const title = [
    pc.bold(report.title),
    ...asked.map(([name, value]) => `${name.replaceAll('_', ' ')}: ${value ?? ''}`),
  ];
  const lines = [title.join('  ')];
  if (answer.rows.length === 0) lines.push('  none');
  else lines.push(renderTable(report.columns.map(toColumn), answer.rows).replace(/^/gm, '  '));
  if (answer.isTruncated) lines.push('  … and more: --limit');
  return lines.join('\n');
}

function toColumn({ name, label, kind }: ReportColumn): Column<ReportAnswer['rows'][number]> {
  const isNumber = kind === 'count' || kind === 'share';
  return {
    title: label,
    value: (row) => formatValue(row[name] ?? null, kind),
    ...(isNumber ? { align: 'right' } : {}),
    ...(kind === 'text' ? { flexible: true } : {}),
  };
}

function formatValue(value: string | number | null, kind: ReportColumn['kind']): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  return kind === 'share' ? `${(value * 100).toFixed(1)} %` : formatCount(value);
}
