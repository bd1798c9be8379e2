import { Skeleton, Stack, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { chartColours } from '../../charts/chart-colours.ts';
import { TimeSeriesChart } from '../../charts/time-series-chart.tsx';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { checkSeries } from '../../quality/check-series.ts';
import { formatMeasured, formatThreshold, measureOf, verdictOf } from '../../quality/describe-check.ts';
import {
  qualityHistoryQuery,
  type CheckHistory,
  type QualityHistory,
} from '../../quality/quality-queries.ts';
import { useChartZoom, type ChartZoom } from '../../range/use-chart-zoom.ts';
import { ZoomButtons } from '../../series/zoom-buttons.tsx';
import { HOUR } from '../../time/time-range.ts';
import { lookAt } from '../../users/colours.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import page from '../page.module.css';
import styles from './quality.module.css';
import { RunList } from './run-list.tsx';

/** Every gate of a dataset, run after run. */
export default function DatasetQualityPage() {
  const { dataset = '' } = useParams();
  const query = useQuery(qualityHistoryQuery(dataset));
  const search = useSharedSearch();
  return (
    <Stack gap="md">
      <nav className={styles.ways} aria-label="Way back">
        <Link to={{ pathname: '/quality', search }}>All datasets</Link>
      </nav>
      <h1 className={page.title}>Quality of {dataset}</h1>
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={420} radius="lg" />}
      {query.data?.runs.length === 0 && (
        <Notice tone="neutral" title="No file has been checked yet">
          The history of each check begins with the first.
        </Notice>
      )}
      {query.data && query.data.runs.length > 0 && <History history={query.data} />}
    </Stack>
  );
}

function History({ history }: { readonly history: QualityHistory }) {
  const whole = useMemo(() => {
    const instants = history.runs.map(({ started_at }) => Date.parse(started_at));
    const [start, end] = [Math.min(...instants), Math.max(...instants)];
    const margin = Math.max(HOUR, (end - start) * 0.03);
    return { start: start - margin, end: end + margin };
  }, [history]);
  const zoom = useChartZoom(whole);
  return (
    <>
      <p className={styles.lead}>{history.description}</p>
      <div className={styles.charts}>
        {history.checks.map((check) => (
          <CheckPanel key={check.name} check={check} runs={history.runs} zoom={zoom} />
        ))}
      </div>
      <RunList runs={history.runs} />
    </>
  );
}

interface CheckPanelProps {
  readonly check: CheckHistory;
  readonly runs: QualityHistory['runs'];
  readonly zoom: ChartZoom;
}

function CheckPanel({ check, runs, zoom }: CheckPanelProps) {
  const { name, kind, severity, threshold, history } = check;
  const { timeZone } = useTimeZone();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const { factor, unit, what } = measureOf(kind);
  const limit = threshold * factor;
  const series = useMemo(
    () =>
      checkSeries({ kind, history }, runs, {
        value: lookAt(0, scheme),
        failed: { colour: chartColours[scheme].bad, dash: [] },
      }),
    [kind, history, runs, scheme],
  );
  const marks = useMemo(
    () => [
      {
        kind: 'value-line' as const,
        at: limit,
        colour: chartColours[scheme].bad,
        label: formatThreshold(kind, threshold),
      },
    ],
    [limit, kind, threshold, scheme],
  );
  const [newest] = history;
  const verdict = newest && verdictOf({ passed: newest.passed, severity });
  return (
    <Panel
      title={name}
      tools={<ZoomButtons visible={zoom.visible} isZoomed={zoom.isZoomed} onChange={zoom.zoomTo} />}
    >
      <p className={styles.found}>
        {verdict && <StatusLabel tone={verdict.tone}>{verdict.label}</StatusLabel>}{' '}
        {newest && formatMeasured(kind, newest.value)} · allowed: {formatThreshold(kind, threshold)} ·{' '}
        {severity}
        <small>{what}</small>
      </p>
      <div className={styles.chart}>
        <TimeSeriesChart
          label={`${name}, run after run`}
          series={series}
          unit={unit}
          timeZone={timeZone}
          range={zoom.visible}
          marks={marks}
          heldValue={limit}
          onRangeChange={zoom.onRangeChange}
          onReset={() => {
            zoom.zoomTo(undefined);
          }}
        />
      </div>
    </Panel>
  );
}
