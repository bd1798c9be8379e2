import { useComputedColorScheme, VisuallyHidden } from '@mantine/core';
import { useEffect, useId, useImperativeHandle, useRef, type Ref } from 'react';
import type { TimeRange } from '../time/time-range.ts';
import { addZoom } from './add-zoom.ts';
import { chartColours } from './chart-colours.ts';
import { chartOptions } from './chart-options.ts';
import { valueLimits, type ChartSeries } from './chart-series.ts';
import { Chart } from './chart-setup.ts';
import { toDatasets } from './datasets.ts';
import type { ChartMark } from './marks-plugin.ts';
import styles from './time-series-chart.module.css';
import { toPng } from './to-png.ts';
import { useChartKeys } from './use-chart-keys.ts';
import { setRange, setValueLimits, visibleRange } from './visible-range.ts';

export interface TimeSeriesChartHandle {
  /** The picture as it is, on the scheme's surface, under a title and who it shows. */
  readonly toPng: (title: string) => Promise<Blob>;
}

interface TimeSeriesChartProps {
  readonly ref?: Ref<TimeSeriesChartHandle>;
  /** Says what is shown to those who do not see it. */
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly unit: string;
  /** IANA zone in which times are shown. */
  readonly timeZone: string;
  readonly range: TimeRange;
  readonly marks?: readonly ChartMark[];
  /** A value that is to be seen whatever the series are, such as a goal. */
  readonly heldValue?: number | undefined;
  /** With every step of zooming and panning: whoever fetches for it should wait until it is over. */
  readonly onRangeChange: (range: TimeRange) => void;
  /** A double click, or the key 0. */
  readonly onReset: () => void;
}

const NO_MARKS: readonly ChartMark[] = [];

/**
 * Series over time: lines in their bands, or points. The chart is made once and updated in place, so that it never
 * goes blank: what was drawn stays until there is something else to draw.
 */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const {
    ref,
    label,
    series,
    unit,
    timeZone,
    range,
    marks = NO_MARKS,
    heldValue,
    onRangeChange,
    onReset,
  } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart | null>(null);
  const announce = useRef(onRangeChange);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const { onKeyDown, spoken } = useChartKeys(chart, { unit, timeZone, onRangeChange, onReset });
  const helpId = useId();

  useEffect(() => {
    announce.current = onRangeChange;
  }, [onRangeChange]);

  useEffect(() => {
    if (!canvas.current) return;
    const made = new Chart(canvas.current, { type: 'line', data: { datasets: [] } });
    chart.current = made;
    addZoom(made).catch(() => undefined);
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    if (!chart.current) return;
    const onRange = (changed: TimeRange) => {
      announce.current(changed);
    };
    const visible = visibleRange(chart.current);
    chart.current.options = chartOptions({ unit, timeZone, scheme, marks, onRange });
    if (visible) setRange(chart.current, visible);
  }, [unit, timeZone, scheme, marks]);

  // Between two changes of `range` the chart's own zooming and panning decide: data that arrives meanwhile must not
  // move the picture under somebody's fingers. It comes after the options: without them a new chart has no axis yet.
  useEffect(() => {
    if (chart.current) setRange(chart.current, range);
  }, [range]);

  useEffect(() => {
    if (!chart.current) return;
    chart.current.data.datasets = toDatasets(series, chart.current.data.datasets);
    setValueLimits(chart.current, valueLimits(series, heldValue === undefined ? [] : [heldValue]));
    chart.current.update('none');
  }, [series, unit, timeZone, scheme, marks, heldValue, range]);

  useImperativeHandle(
    ref,
    () => ({
      toPng: (title) => {
        if (!canvas.current) throw new Error('the chart is not there yet');
        return toPng(canvas.current, { title, series }, chartColours[scheme]);
      },
    }),
    [scheme, series],
  );

  return (
    <div
      className={styles.chart}
      role="application"
      aria-roledescription="chart"
      aria-label={label}
      aria-describedby={helpId}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
    >
      <canvas ref={canvas} role="img" aria-label={label} />
      <VisuallyHidden id={helpId}>
        Arrow left and right pan, plus and minus zoom, 0 resets, Shift with an arrow moves the crosshair.
      </VisuallyHidden>
      <VisuallyHidden aria-live="polite">{spoken}</VisuallyHidden>
    </div>
  );
}
