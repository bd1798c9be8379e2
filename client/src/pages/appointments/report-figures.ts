import type { ChartSeries } from '../../charts/chart-series.ts';
import { dailyPoints } from '../../charts/daily-points.ts';
import type { DayRange } from '../../range/day-range.ts';
import { addDays, formatDayShort, parseDay, type CivilDay } from '../../time/civil-day.ts';
import { formatCount, formatPercent } from '../../units/format-value.ts';
import { lookAt } from '../../users/colours.ts';
import type { ReportColumn, ReportRow } from './report-queries.ts';

type Value = ReportRow[string] | undefined;

/** A value as people read it, by the kind of its column; a dash where there is none. */
export function formatCell(value: Value, kind: ReportColumn['kind']): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return kind === 'share' ? formatPercent(value * 100) : formatCount(value);
  return kind === 'date' && parseDay(value) !== undefined ? formatDayShort(value) : value;
}

/** How long the bar of a value is, 0 to 1: shares of the whole, counts of the largest in the column. */
export function barLength(
  value: Value,
  { name, kind }: Pick<ReportColumn, 'name' | 'kind'>,
  rows: readonly ReportRow[],
): number | undefined {
  if (typeof value !== 'number' || (kind !== 'count' && kind !== 'share')) return undefined;
  if (kind === 'share') return Math.min(1, Math.max(0, value));
  const most = rows.reduce((largest, row) => {
    const other = row[name];
    return typeof other === 'number' ? Math.max(largest, other) : largest;
  }, 0);
  return most === 0 ? 0 : value / most;
}

/** How many rows there are of each day, of a report that has days; every day between counts, with none as 0. */
export function rowsByDay(
  rows: readonly ReportRow[],
  columns: readonly ReportColumn[],
): { readonly days: DayRange; readonly counts: ReadonlyMap<CivilDay, number> } | undefined {
  const column = columns.find(({ kind }) => kind === 'date');
  const days = rows
    .flatMap((row) => {
      const value = column && row[column.name];
      return typeof value === 'string' ? (parseDay(value) ?? []) : [];
    })
    .sort();
  const [first, last] = [days.at(0), days.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const counts = new Map<CivilDay, number>();
  for (let day = first; day <= last; day = addDays(day, 1)) counts.set(day, 0);
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  return { days: { first, last }, counts };
}

export function bookingSeries(
  counts: ReadonlyMap<CivilDay, number>,
  scheme: 'light' | 'dark',
): readonly ChartSeries[] {
  return [
    {
      id: 'appointments',
      label: 'Appointments',
      look: lookAt(0, scheme),
      style: 'dotted',
      points: dailyPoints([...counts].map(([day, value]) => ({ day, value }))),
      describe: ({ y }) => formatCount(y),
    },
  ];
}
