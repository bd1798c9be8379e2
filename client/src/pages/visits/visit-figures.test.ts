import { describe, expect, it } from 'vitest';
import { formatCost, sumOfDays, visitCharts, visitSeries } from './visit-figures.ts';
import type { VisitDay } from './visit-queries.ts';

const day = (visit_date: string, visits: number, total_cost: number | null, without = 0): VisitDay => ({
  visit_date,
  visits,
  distinct_patients: visits,
  distinct_providers: 1,
  total_cost,
  average_cost: total_cost === null ? null : total_cost / visits,
  median_cost: total_cost,
  visits_without_cost: without,
});

describe('visits of some days', () => {
  it('are summed, and their average is of the visits whose cost is known', () => {
    expect(sumOfDays([day('2025-12-01', 3, 100, 1), day('2025-12-02', 2, 200)])).toEqual({
      days: 2,
      visits: 5,
      withoutCost: 1,
      totalCost: 300,
      averageCost: 75,
    });
  });

  it('cost something unknown, and not nothing, where no cost is known', () => {
    expect(sumOfDays([day('2025-12-01', 1, null, 1)])).toMatchObject({ totalCost: null, averageCost: null });
    expect(formatCost(null)).toBe('–');
    expect(formatCost(1_234.5)).toBe('1,234.50');
  });
});

describe('the curves of visits', () => {
  it('break where there are no visits, and where no cost is known', () => {
    const [, costs] = visitCharts;
    if (!costs) throw new Error('there is no chart of costs');
    const days = [day('2025-12-01', 1, 5), day('2025-12-02', 1, null, 1), day('2025-12-05', 1, 7)];
    const [series] = visitSeries(days, costs, 'light');
    expect(series?.points.map(({ y }) => y)).toEqual([5, NaN, NaN, 7]);
  });
});
