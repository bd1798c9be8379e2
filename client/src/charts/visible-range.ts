import type { Chart } from 'chart.js';
import type { TimeRange } from '../time/time-range.ts';
import type { ValueLimits } from './chart-series.ts';

/** The range that a chart shows; `undefined` before it was drawn for the first time. */
export function visibleRange(chart: Chart): TimeRange | undefined {
  const { x } = chart.scales;
  return x && { start: Math.round(x.min), end: Math.round(x.max) };
}

/** Sets the range that the chart shows from its next update on. */
export function setRange(chart: Chart, { start, end }: TimeRange): void {
  Object.assign(axisOf(chart, 'x'), { min: start, max: end });
}

/** Sets the limits of the values that the chart shows from its next update on. */
export function setValueLimits(chart: Chart, { min, max, step }: ValueLimits): void {
  const axis = axisOf(chart, 'y');
  Object.assign(axis, { min, max, ticks: { ...axis.ticks, stepSize: step } });
}

/** `chart.options` is what was resolved at the last update; what is to hold at the next stands in its configuration. */
function axisOf(chart: Chart, axis: 'x' | 'y') {
  const options = chart.config.options ?? {};
  options.scales ??= {};
  return (options.scales[axis] ??= {});
}
