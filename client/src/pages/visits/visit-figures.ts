import type { ChartSeries } from '../../charts/chart-series.ts';
import { dailyPoints } from '../../charts/daily-points.ts';
import { formatCount } from '../../units/format-value.ts';
import { lookAt } from '../../users/colours.ts';
import type { VisitDay } from './visit-queries.ts';

const money = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `1,234.50`; in which currency the files do not say. A dash where it is not known. */
export function formatCost(cost: number | null): string {
  return cost === null ? '–' : money.format(cost);
}

type Measure = Exclude<keyof VisitDay, 'visit_date'>;

export interface VisitChart {
  readonly title: string;
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly lines: readonly { readonly key: Measure; readonly label: string }[];
}

export const visitCharts: readonly VisitChart[] = [
  {
    title: 'Visits, patients and providers by day',
    unit: 'a day',
    format: formatCount,
    lines: [
      { key: 'visits', label: 'Visits' },
      { key: 'distinct_patients', label: 'Patients' },
      { key: 'distinct_providers', label: 'Providers' },
    ],
  },
  {
    title: 'Total cost by day',
    unit: 'cost',
    format: formatCost,
    lines: [{ key: 'total_cost', label: 'Total cost' }],
  },
  {
    title: 'Cost of a visit',
    unit: 'cost',
    format: formatCost,
    lines: [
      { key: 'average_cost', label: 'Average' },
      { key: 'median_cost', label: 'Median' },
    ],
  },
];

/** The curves of a chart. A day without visits is no row, and so a gap: whether its file is still to come nobody knows. */
export function visitSeries(
  days: readonly VisitDay[],
  { lines, format }: VisitChart,
  scheme: 'light' | 'dark',
): readonly ChartSeries[] {
  return lines.map(({ key, label }, index) => ({
    id: key,
    label,
    look: lookAt(index, scheme),
    style: 'dotted',
    points: dailyPoints(days.map((day) => ({ day: day.visit_date, value: day[key] }))),
    describe: ({ y }) => format(y),
  }));
}

/** Figures of some days together. Patients and providers are not among them: who comes twice would count twice. */
export function sumOfDays(days: readonly VisitDay[]) {
  const sum = (read: (day: VisitDay) => number) => days.reduce((total, day) => total + read(day), 0);
  const visits = sum((day) => day.visits);
  const withoutCost = sum((day) => day.visits_without_cost);
  const withCost = visits - withoutCost;
  const cost = sum((day) => day.total_cost ?? 0);
  return {
    days: days.length,
    visits,
    withoutCost,
    totalCost: withCost === 0 ? null : cost,
    averageCost: withCost === 0 ? null : cost / withCost,
  };
}
