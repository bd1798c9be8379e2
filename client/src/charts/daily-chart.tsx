import { useMemo } from 'react';
import { Panel } from '../components/panel.tsx';
import type { ChartZoom } from '../range/use-chart-zoom.ts';
import { ZoomButtons } from '../series/zoom-buttons.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { seriesAround, type ChartSeries } from './chart-series.ts';
import styles from './daily-chart.module.css';
import type { ChartMark } from './marks-plugin.ts';
import { TimeSeriesChart } from './time-series-chart.tsx';

interface DailyChartProps {
  readonly title: string;
  readonly unit: string;
  /** One point a day, at 00:00 UTC. */
  readonly series: readonly ChartSeries[];
  readonly zoom: ChartZoom;
  readonly marks?: readonly ChartMark[];
  /** A value that is to be seen whatever the series are. */
  readonly heldValue?: number | undefined;
}

/** One of several charts over the same days: a legend where it has several curves, and zooming one zooms all. */
export function DailyChart({ title, unit, series, zoom, marks, heldValue }: DailyChartProps) {
  const shown = useMemo(() => seriesAround(series, zoom.visible), [series, zoom.visible]);
  return (
    <Panel
      title={title}
      tools={<ZoomButtons visible={zoom.visible} isZoomed={zoom.isZoomed} onChange={zoom.zoomTo} />}
    >
      <ChartLegend series={series} />
      <div className={styles.chart}>
        <TimeSeriesChart
          label={unit === '' ? title : `${title}, ${unit}`}
          series={shown}
          unit={unit}
          timeZone="UTC"
          range={zoom.visible}
          {...(marks ? { marks } : {})}
          heldValue={heldValue}
          onRangeChange={zoom.onRangeChange}
          onReset={() => {
            zoom.zoomTo(undefined);
          }}
        />
      </div>
    </Panel>
  );
}
