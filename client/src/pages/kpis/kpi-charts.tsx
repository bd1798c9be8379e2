import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { chartColours } from '../../charts/chart-colours.ts';
import { DailyChart } from '../../charts/daily-chart.tsx';
import type { ChartMark } from '../../charts/marks-plugin.ts';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import type { DayRange } from '../../range/day-range.ts';
import type { ChartZoom } from '../../range/use-chart-zoom.ts';
import { useDayZoom } from '../../range/use-day-zoom.ts';
import type { DayKpis, Profile } from './kpi-queries.ts';
import { kpiSeries } from './kpi-series.ts';
import { goalOf, kpiCharts, kpis, type KpiChart as Shown } from './kpis-by-key.ts';
import styles from './kpis.module.css';

interface KpiChartsProps {
  readonly days: readonly DayKpis[];
  readonly range: DayRange;
  readonly profile: Profile | undefined;
}

/** Every KPI over the same days. */
export function KpiCharts({ days, range, profile }: KpiChartsProps) {
  const zoom = useDayZoom(range);
  return (
    <>
      <UnreadableLink parts={zoom.unreadable} />
      <div className={styles.charts}>
        {kpiCharts.map((chart) => (
          <KpiChart key={chart.title} chart={chart} days={days} zoom={zoom} profile={profile} />
        ))}
      </div>
    </>
  );
}

interface KpiChartProps extends Pick<KpiChartsProps, 'days' | 'profile'> {
  readonly chart: Shown;
  readonly zoom: ChartZoom;
}

function KpiChart({ chart: { title, keys }, days, zoom, profile }: KpiChartProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const series = useMemo(() => kpiSeries(days, keys, scheme), [days, keys, scheme]);
  const { unit, isSigned } = kpis[keys[0]];
  const goal = useMemo(() => profile && goalOf(keys[0], profile), [keys, profile]);
  const marks = useMemo((): ChartMark[] => {
    const colour = chartColours[scheme].text;
    return [
      ...(goal ? [{ kind: 'value-line' as const, at: goal.at, colour, label: goal.text }] : []),
      ...(isSigned ? [{ kind: 'value-line' as const, at: 0, colour }] : []),
    ];
  }, [goal, isSigned, scheme]);
  return (
    <DailyChart title={title} unit={unit} series={series} zoom={zoom} marks={marks} heldValue={goal?.at} />
  );
}
