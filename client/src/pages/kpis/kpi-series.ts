import type { ChartPoint, ChartSeries } from '../../charts/chart-series.ts';
import { utcStart } from '../../time/civil-day.ts';
import { DAY } from '../../time/time-range.ts';
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
    points: toPoints(days, key),
    describe: ({ y }) => formatKpi(y, kpis[key]),
  }));
}

function toPoints(days: readonly DayKpis[], key: KpiKey): ChartPoint[] {
  let before: number | undefined;
  return days.flatMap((day) => {
    const x = utcStart(day.date);
    const y = valueOf(day, key) ?? NaN;
    const point = { x, y, min: y, max: y, count: 1 };
    const isApart = before !== undefined && x - before > DAY;
    before = x;
    return isApart ? [{ x: x - DAY / 2, y: NaN, min: NaN, max: NaN, count: 0 }, point] : [point];
  });
}
