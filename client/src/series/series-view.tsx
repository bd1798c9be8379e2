import { Group, Skeleton, Stack } from '@mantine/core';
import { useMemo, useRef } from 'react';
import type { Dataset } from '../api/answers.ts';
import { pointsWithin, type ChartSeries } from '../charts/chart-series.ts';
import type { ChartMark } from '../charts/marks-plugin.ts';
import { TimeSeriesChart, type TimeSeriesChartHandle } from '../charts/time-series-chart.tsx';
import { download } from '../components/download.ts';
import { Notice } from '../components/notice.tsx';
import { Panel } from '../components/panel.tsx';
import { QueryFailure } from '../components/query-failure.tsx';
import type { PageRange } from '../range/use-range.ts';
import { formatRange } from '../time/format-time.ts';
import type { TimeRange } from '../time/time-range.ts';
import { describeLevel } from './describe-level.ts';
import { ExportButtons } from './export-buttons.tsx';
import { HistoryBrush } from './history-brush.tsx';
import { nearestData } from './nearest-data.ts';
import styles from './series-view.module.css';
import { useMovingRange } from './use-moving-range.ts';
import type { useSeries } from './use-series.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

/** What is looked at, of a page whose range is chosen in whatever way. */
type ShownRange = Pick<PageRange, 'visible' | 'isZoomed' | 'zoomTo'> & {
  readonly select: (range: TimeRange) => void;
};

interface SeriesViewProps {
  readonly title: string;
  readonly metric: Dataset;
  readonly timeZone: string;
  readonly range: ShownRange;
  readonly query: ReturnType<typeof useSeries>['query'];
  /** What the query has answered last, also where it fails now. */
  readonly answer: ReturnType<typeof useSeries>['answer'];
  /** What is drawn; users who are switched off are not among them. */
  readonly series: readonly ChartSeries[];
  /** The whole history in few points. */
  readonly overview: readonly ChartSeries[];
  readonly history: TimeRange | undefined;
  /** What explains the curves, behind them. */
  readonly marks?: readonly ChartMark[];
}

/** A chart with everything around it: which level it shows, zoom, export, what to do where there is nothing, the brush. */
export function SeriesView(props: SeriesViewProps) {
  const { title, metric, timeZone, range, query, answer, series, overview, history, marks } = props;
  const { visible, isZoomed, zoomTo } = range;
  const chart = useRef<TimeSeriesChartHandle>(null);
  const { shown, moveTo, settle } = useMovingRange(visible, zoomTo);
  const points = useMemo(
    () => series.reduce((sum, one) => sum + pointsWithin(one.points, visible).length, 0),
    [series, visible],
  );

  if (!answer && query.isPending) return <Skeleton h={480} radius="lg" />;
  const label = `${title}, ${formatRange(visible, timeZone)}`;
  const fileName = `${metric.key} ${formatRange(visible, timeZone).replaceAll(/[:,]/g, '')}`;
  const saveCsv = async () => {
    const { toCsv } = await import('./to-csv.ts');
    download(new Blob([toCsv(series, visible, metric.unit)], { type: 'text/csv' }), `${fileName}.csv`);
  };
  const savePng = async () => {
    if (chart.current) download(await chart.current.toPng(label), `${fileName}.png`);
  };
  return (
    <Stack gap="md">
      <QueryFailure query={query} />
      {answer && points === 0 && query.isSuccess && !query.isPlaceholderData && (
        <NoData
          visible={visible}
          timeZone={timeZone}
          nearest={nearestData(visible, history, overview)}
          range={range}
        />
      )}
      {answer && (
        <Panel
          title={title}
          tools={
            <Group gap="xs">
              <ZoomButtons visible={visible} isZoomed={isZoomed} onChange={zoomTo} />
              <ExportButtons onCsv={() => void saveCsv()} onPng={() => void savePng()} />
            </Group>
          }
        >
          <p className={styles.level} role="status">
            {describeLevel(answer.metadata.query_info.interval, points, metric.kind === 'daily')}
          </p>
          <div className={styles.progress} data-busy={query.isFetching && query.isPlaceholderData} />
          <TimeSeriesChart
            ref={chart}
            label={label}
            series={series}
            unit={answer.metadata.query_info.unit}
            timeZone={metric.kind === 'daily' ? 'UTC' : timeZone}
            range={shown}
            {...(marks ? { marks } : {})}
            onRangeChange={settle}
            onReset={() => {
              zoomTo(undefined);
            }}
          />
          {history && (
            <HistoryBrush
              series={overview}
              history={history}
              visible={shown}
              timeZone={timeZone}
              onChange={moveTo}
            />
          )}
        </Panel>
      )}
    </Stack>
  );
}

interface NoDataProps {
  readonly visible: TimeRange;
  readonly timeZone: string;
  readonly nearest: TimeRange | undefined;
  readonly range: ShownRange;
}

function NoData({ visible, timeZone, nearest, range }: NoDataProps) {
  const action = nearest && {
    label: `Show ${formatRange(nearest, timeZone)}`,
    onClick: () => {
      range.select(nearest);
    },
  };
  return (
    <Notice tone="neutral" title="No data in this range" action={action}>
      There are no readings between {formatRange(visible, timeZone).replace('–', 'and')}.
      {nearest ? ' The nearest ones are here:' : ' These users have none of this metric yet.'}
    </Notice>
  );
}
