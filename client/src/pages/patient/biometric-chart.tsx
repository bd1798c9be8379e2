import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { ChartLegend } from '../../charts/chart-legend.tsx';
import { seriesAround } from '../../charts/chart-series.ts';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { biometricTypes } from '../../patients/biometric-types.ts';
import type { ChartZoom } from '../../range/use-chart-zoom.ts';
import { ZoomButtons } from '../../series/zoom-buttons.tsx';
import { formatCount } from '../../units/format-value.ts';
import styles from './patient.module.css';
import type { Biometrics } from './use-biometrics.ts';

interface BiometricChartProps {
  readonly biometrics: Biometrics;
  readonly zoom: ChartZoom;
  readonly timeZone: string;
}

/** One type of readings over time; nothing, where there is none. */
export function BiometricChart({ biometrics, zoom, timeZone }: BiometricChartProps) {
  const { type, level, query, series, loaded, total = 0 } = biometrics;
  const { label, unit } = biometricTypes[type];
  const shown = useMemo(() => seriesAround(series, zoom.visible), [series, zoom.visible]);
  if (query.isPending) return <Skeleton h={360} radius="lg" />;
  if (!query.data) return <QueryFailure query={query} />;
  if (total === 0) return null;
  const what = level === 'readings' ? 'readings' : 'hourly values';
  return (
    <Panel
      title={label}
      tools={<ZoomButtons visible={zoom.visible} isZoomed={zoom.isZoomed} onChange={zoom.zoomTo} />}
    >
      <p className={styles.note} role="status">
        {loaded < total
          ? `The newest ${formatCount(loaded)} of ${formatCount(total)} ${what}: fewer days show the others`
          : `${formatCount(loaded)} ${loaded === 1 ? what.slice(0, -1) : what}`}
      </p>
      <ChartLegend series={series} />
      <div className={styles.chart}>
        <TimeSeriesChart
          label={`${label} in ${unit}, ${what}`}
          series={shown}
          unit={unit}
          timeZone={timeZone}
          range={zoom.visible}
          onRangeChange={zoom.onRangeChange}
          onReset={() => {
            zoom.zoomTo(undefined);
          }}
        />
      </div>
    </Panel>
  );
}
