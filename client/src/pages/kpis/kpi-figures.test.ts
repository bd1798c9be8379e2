import { describe, expect, it } from 'vitest';
import { daysWithin, formatKpi, kpiFigures } from './kpi-figures.ts';
import type { DayKpis } from './kpi-queries.ts';
import { kpiSeries } from './kpi-series.ts';
import { goalOf, kpiCharts, kpis, KPI_KEYS } from './kpis-by-key.ts';

const EMPTY = Object.fromEntries(KPI_KEYS.map((key) => [key, null])) as Omit<DayKpis, 'date'>;
const day = (date: string, changes: Partial<DayKpis> = {}): DayKpis => ({ date, ...EMPTY, ...changes });

describe('the figures of a KPI', () => {
  const days = [
    day('2026-03-01', { adherence_steps: 1 }),
    day('2026-03-02', { adherence_steps: 0.5 }),
    day('2026-03-08', { adherence_steps: 0.8 }),
    day('2026-03-09'),
  ];

  it('are those of the newest day that has one, against the day a week before', () => {
    const goal = goalOf('adherence_steps', { steps_goal: 8_000 });
    expect(goal).toEqual({ at: 100, text: 'Goal: 8,000 steps' });
    expect(kpiFigures(days, 'adherence_steps', goal)).toEqual({
      newest: { date: '2026-03-08', value: 80 },
      change: -20,
      days: 3,
      reached: 1,
    });
  });

  it('are none where nothing was noted', () => {
    expect(kpiFigures(days, 'waist_change_7d', undefined)).toEqual({
      newest: undefined,
      change: undefined,
      days: 0,
      reached: 0,
    });
    expect(formatKpi(undefined, kpis.waist_change_7d)).toBe('–');
  });

  it('have a sign where above and below mean different things', () => {
    expect(formatKpi(0.254, kpis.weight_trend_kg_per_week)).toBe('+0.25 kg/week');
    expect(formatKpi(-320, kpis.balance_kcal)).toBe('-320 kcal');
    expect(formatKpi(1.85, kpis.protein_per_kg)).toBe('1.85 g/kg');
    expect(formatKpi(3, kpis.stress_7d_avg)).toBe('3');
  });

  it('are of the days of the range alone', () => {
    expect(daysWithin(days, { first: '2026-03-02', last: '2026-03-08' }).map(({ date }) => date)).toEqual([
      '2026-03-02',
      '2026-03-08',
    ]);
  });
});

describe('the curve of a KPI', () => {
  it('breaks where a day is missing, and where a day misses something', () => {
    const [series] = kpiSeries(
      [
        day('2026-03-01', { sleep_7d_avg: 7 }),
        day('2026-03-02', { sleep_7d_avg: 6 }),
        day('2026-03-04', { sleep_7d_avg: 5 }),
        day('2026-03-05'),
        day('2026-03-06', { sleep_7d_avg: 8 }),
      ],
      ['sleep_7d_avg'],
      'light',
    );
    expect(series?.points.map(({ y }) => y)).toEqual([7, 6, NaN, 5, NaN, 8]);
  });

  it('is drawn of every KPI', () => {
    expect(kpiCharts.flatMap(({ keys }) => keys).toSorted()).toEqual(KPI_KEYS.toSorted());
  });
});
