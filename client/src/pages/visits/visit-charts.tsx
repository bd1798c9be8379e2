import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { DailyChart } from '../../charts/daily-chart.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import type { DayRange } from '../../range/day-range.ts';
import { useDayZoom } from '../../range/use-day-zoom.ts';
import { visitCharts, visitSeries } from './visit-figures.ts';
import type { VisitDay } from './visit-queries.ts';

interface VisitChartsProps {
  readonly days: readonly VisitDay[];
  readonly range: DayRange;
}

export function VisitCharts({ days, range }: VisitChartsProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const zoom = useDayZoom(range);
  const charts = useMemo(
    () => visitCharts.map((chart) => ({ ...chart, series: visitSeries(days, chart, scheme) })),
    [days, scheme],
  );
  return (
    <>
      <UnreadableLink parts={zoom.unreadable} />
      {charts.map(({ title, unit, series }) => (
        <DailyChart key={title} title={title} unit={unit} series={series} zoom={zoom} />
      ))}
    </>
  );
}
