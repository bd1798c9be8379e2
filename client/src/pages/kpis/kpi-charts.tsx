import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { chartColours } from '../../charts/chart-colours.ts';
import { seriesAround } from '../../charts/chart-series.ts';
import type { ChartMark } from '../../charts/marks-plugin.ts';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { Panel } from '../../components/panel.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import type { DayRange } from '../../range/day-range.ts';
import { useChartZoom, type ChartZoom } from '../../range/use-chart-zoom.ts';
import { ZoomButtons } from '../../series/zoom-buttons.tsx';
import { utcStart } from '../../time/civil-day.ts';
import { DAY } from '../../time/time-range.ts';
import { UserSwatch } from '../../users/user-swatch.tsx';
import type { DayKpis, Profile } from './kpi-queries.ts';
import { kpiSeries } from './kpi-series.ts';
import { goalOf, kpiCharts, kpis, type KpiChart as Shown } from './kpis-by-key.ts';
import styles from './kpis.module.css';

interface KpiChartsProps {
  readonly days: readonly DayKpis[];
  readonly range: DayRange;
  readonly profile: Profile | undefined;
}

/** Every KPI over the days, one below the other on the same days: zooming one zooms all. */
export function KpiCharts({ days, range, profile }: KpiChartsProps) {
  const whole = useMemo(
    // Half a day of air, so that the first and the last dot are whole.
    () => ({ start: utcStart(range.first) - DAY / 2, end: utcStart(range.last) + DAY / 2 }),
    [range],
  );
  const zoom = useChartZoom(whole);
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
  const shown = useMemo(() => seriesAround(series, zoom.visible), [series, zoom.visible]);
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
    <Panel
      title={title}
      tools={<ZoomButtons visible={zoom.visible} isZoomed={zoom.isZoomed} onChange={zoom.zoomTo} />}
    >
      {series.length > 1 && (
        <ul className={styles.legend}>
          {series.map(({ id, label, look }) => (
            <li key={id}>
              <UserSwatch look={look} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.chart}>
        <TimeSeriesChart
          label={`${title} by day${unit === '' ? '' : ` in ${unit}`}`}
          series={shown}
          unit={unit}
          timeZone="UTC"
          range={zoom.visible}
          marks={marks}
          heldValue={goal?.at}
          onRangeChange={zoom.onRangeChange}
          onReset={() => {
            zoom.zoomTo(undefined);
          }}
        />
      </div>
    </Panel>
  );
}
