import type { Chart } from 'chart.js';
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { formatExactly } from '../time/format-time.ts';
import type { TimeRange } from '../time/time-range.ts';
import { datasetsOf } from './band-plugin.ts';
import { describePoint } from './chart-options.ts';
import { panBy, zoomBy } from './range-steps.ts';
import { setRange, visibleRange } from './visible-range.ts';

interface ChartKeysOptions {
  readonly unit: string;
  readonly timeZone: string;
  readonly onRangeChange: (range: TimeRange) => void;
  readonly onReset: () => void;
}

/** Everything that a mouse can do on a chart, by keys; what the crosshair meets is also given as text to be spoken. */
export function useChartKeys(chart: RefObject<Chart | null>, options: ChartKeysOptions) {
  const { unit, timeZone, onRangeChange, onReset } = options;
  const [spoken, setSpoken] = useState('');
  /** Where the crosshair was moved to last, in pixels: where it met nothing, it must still get on. */
  const place = useRef<number>(undefined);

  const move = (change: (range: TimeRange) => TimeRange) => {
    const before = chart.current ? visibleRange(chart.current) : undefined;
    if (!chart.current || !before) return;
    const range = change(before);
    setRange(chart.current, range);
    chart.current.update('none');
    onRangeChange(range);
  };

  /** By a hundredth of the picture. */
  const moveCrosshair = (direction: -1 | 1) => {
    if (!chart.current) return;
    const { left, right, width } = chart.current.chartArea;
    const from = chart.current.getActiveElements()[0]?.element.x ?? place.current ?? (left + right) / 2;
    place.current = Math.min(right, Math.max(left, from + (direction * width) / 100));
    setSpoken(moveCrosshairTo(chart.current, place.current, unit, timeZone));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions: Record<string, (() => void) | undefined> = {
      ArrowLeft: () => {
        if (event.shiftKey) moveCrosshair(-1);
        else move((range) => panBy(range, -0.2));
      },
      ArrowRight: () => {
        if (event.shiftKey) moveCrosshair(1);
        else move((range) => panBy(range, 0.2));
      },
      '+': () => {
        move((range) => zoomBy(range, 0.5));
      },
      '-': () => {
        move((range) => zoomBy(range, 2));
      },
      '0': onReset,
    };
    // On most keyboards + is Shift and =.
    const action = actions[event.key === '=' ? '+' : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  return { onKeyDown, spoken };
}

/** Moves the crosshair to a place in the picture, in pixels, and describes what it meets. */
function moveCrosshairTo(chart: Chart, x: number, unit: string, timeZone: string): string {
  const { top } = chart.chartArea;
  const event = { type: 'mousemove', native: null, x, y: top, chart } as never;
  const items = chart.getElementsAtEventForMode(event, 'nearestOfEach', { intersect: false }, false);
  chart.setActiveElements(items);
  chart.tooltip?.setActiveElements(items, { x, y: top });
  chart.update('none');
  const points = items.flatMap(({ datasetIndex, index }) => {
    const series = datasetsOf(chart)[datasetIndex]?.series;
    const point = series?.points[index];
    return series && point ? [{ series, point }] : [];
  });
  const [first] = points;
  if (!first) return 'No readings here';
  return [
    formatExactly(first.point.x, timeZone),
    ...points.map(({ series, point }) => describePoint(series, point, unit)),
  ].join('. ');
}
