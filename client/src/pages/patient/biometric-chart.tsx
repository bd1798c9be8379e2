import { Button, Group, Skeleton } from '@mantine/core';
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
import type { PatientView } from './use-patient-view.ts';

interface BiometricChartProps {
  readonly biometrics: Biometrics;
  readonly view: PatientView;
  readonly zoom: ChartZoom;
  readonly timeZone: string;
}

/** One type of readings over time; nothing, where the patient has none. */
export function BiometricChart({ biometrics, view, zoom, timeZone }: BiometricChartProps) {
  const { type, query, series, loaded, total } = biometrics;
  const { label, unit } = biometricTypes[type];
  const shown = useMemo(() => seriesAround(series, zoom.visible), [series, zoom.visible]);
  if (query.isPending) return <Skeleton h={360} radius="lg" />;
  if (!query.data) return <QueryFailure query={query} />;
  if (total === 0) return null;
  const what = view === 'readings' ? 'readings' : 'hourly values';
  return (
    <Panel
      title={label}
      tools={<ZoomButtons visible={zoom.visible} isZoomed={zoom.isZoomed} onChange={zoom.zoomTo} />}
    >
      <Group justify="space-between" gap="xs" mb="xs">
        <p className={styles.note} role="status">
          {query.hasNextPage
            ? `The newest ${formatCount(loaded)} of ${formatCount(total ?? 0)} ${what}`
            : `${formatCount(loaded)} ${loaded === 1 ? what.slice(0, -1) : what} in all`}
        </p>
        {query.hasNextPage && (
          <Button
            variant="default"
            size="xs"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Older {what}
          </Button>
        )}
      </Group>
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
