import { pointsWithin, type ChartSeries } from '../charts/chart-series.ts';
import { toIso, type TimeRange } from '../time/time-range.ts';

/** What a chart shows as CSV (RFC 4180), the time in UTC. Averages have min, max and count of their bucket. */
export function toCsv(series: readonly ChartSeries[], range: TimeRange, unit: string): string {
  const rows = series.flatMap(({ id, points }) =>
    pointsWithin(points, range).map(({ x, y, min, max, count }) => [toIso(x), id, y, min, max, count, unit]),
  );
  return [['timestamp', 'user_id', 'value', 'min', 'max', 'count', 'unit'], ...rows]
    .map((row) => `${row.map((field) => quote(String(field))).join(',')}\r\n`)
    .join('');
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
