import type { Chart } from 'chart.js';
import type { TimeRange } from '../time/time-range.ts';

/** The range that a chart shows or, once it is updated, will show. */
export function visibleRange(chart: Chart): TimeRange {
  const { min, max } = chart.options.scales?.x ?? {};
  return { start: Math.round(Number(min)), end: Math.round(Number(max)) };
}

/** Sets the range that the chart shows from its next update on. */
export function setRange(chart: Chart, { start, end }: TimeRange): void {
  const axis = chart.options.scales?.x;
  if (axis) Object.assign(axis, { min: start, max: end });
}
