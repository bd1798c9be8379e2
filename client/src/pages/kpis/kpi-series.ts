import type { ChartSeries } from '../../charts/chart-series.ts';
import { dailyPoints } from '../../charts/daily-points.ts';
import { lookAt } from '../../users/colours.ts';
import { formatKpi, valueOf } from './kpi-figures.ts';
import type { DayKpis } from './kpi-queries.ts';
import { kpis, type KpiKey } from './kpis-by-key.ts';

/** The curves of some KPIs over days that are in their order; a day that is missing, or misses something, is a gap. */
export function kpiSeries(
  days: readonly DayKpis[],
  keys: readonly KpiKey[],
  scheme: 'light' | 'dark',
): readonly ChartSeries[] {
  return keys.map((key, index) => ({
    id: key,
    label: kpis[key].label,
    look: lookAt(index, scheme),
    style: index === 0 ? 'dotted' : 'line',
    points: dailyPoints(days.map((day) => ({ day: day.date, value: valueOf(day, key) }))),
    describe: ({ y }) => formatKpi(y, kpis[key]),
  }));
}
