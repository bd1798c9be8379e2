import type { ChartOptions, TooltipItem } from 'chart.js';
import { formatExactly } from '../time/format-time.ts';
import { MINUTE, type TimeRange } from '../time/time-range.ts';
import { timeTicks } from '../time/time-ticks.ts';
import { formatCount, formatValue } from '../units/format-value.ts';
import type { SeriesDataset } from './band-plugin.ts';
import { chartColours, type Scheme } from './chart-colours.ts';
import type { ChartPoint, ChartSeries } from './chart-series.ts';
import type { ChartMark } from './marks-plugin.ts';

export interface ChartLook {
  readonly unit: string;
  /** IANA zone of ticks and tooltips. */
  readonly timeZone: string;
  readonly scheme: Scheme;
  readonly marks: readonly ChartMark[];
  /** While zooming and panning, with every change of what is visible. */
  readonly onRange: (range: TimeRange) => void;
}

/** A chart cannot be zoomed in further than this. */
const SHORTEST_RANGE = MINUTE / 6;
const PIXELS_PER_TICK = 90;
/** Beside the plot, in pixels: room for labels, and where the brush below begins and ends (history-brush.module.css). */
const PLOT_LEFT = 56;
const PLOT_RIGHT = 24;

/** Everything about a chart but its data and the limits of its axes. */
export function chartOptions(look: ChartLook): ChartOptions<'line'> {
  const { unit, timeZone, marks } = look;
  const colours = chartColours[look.scheme];
  const announce = ({ chart }: { chart: { scales: Record<string, { min: number; max: number }> } }) => {
    const x = chart.scales.x;
    if (x) look.onRange({ start: Math.round(x.min), end: Math.round(x.max) });
  };
  return {
    // Data arrives in its final form and order; nothing moves that a person has not moved.
    parsing: false,
    normalized: true,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    color: colours.text,
    interaction: { mode: 'nearestOfEach', intersect: false },
    layout: { padding: { top: 8, right: PLOT_RIGHT } },
    scales: {
      x: {
        // Labels at the edges must not push the plot to and fro while it is panned.
        afterFit: (axis) => {
          axis.paddingLeft = 0;
          axis.paddingRight = 0;
        },
        // Milliseconds are numbers. Chart.js's own time axis knows the browser's zone only, and needs a date library
        // of 10 kB whose ticks and labels would be replaced by these, which are at round times of any zone.
        type: 'linear',
        bounds: 'data',
        grid: { color: colours.grid },
        border: { display: false },
        ticks: {
          color: colours.text,
          maxRotation: 0,
          autoSkip: false,
          callback: (_value, index, ticks) => (ticks[index] as { text?: string } | undefined)?.text,
        },
        afterBuildTicks: (axis) => {
          const most = Math.max(2, Math.floor(axis.chart.width / PIXELS_PER_TICK));
          axis.ticks = timeTicks({ start: axis.min, end: axis.max }, timeZone, most).map(({ at, label }) => ({
            value: at,
            text: label,
          }));
        },
      },
      y: {
        grid: { color: colours.grid },
        border: { display: false },
        ticks: { color: colours.text },
        title: { display: true, text: unit, color: colours.text },
        afterFit: (axis) => {
          axis.width = Math.max(axis.width, PLOT_LEFT);
        },
      },
    },
    plugins: {
      marks: { marks, halo: colours.surface },
      tooltip: {
        backgroundColor: colours.tooltip,
        titleColor: colours.onTooltip,
        bodyColor: colours.onTooltip,
        padding: 10,
        cornerRadius: 8,
        boxWidth: 8,
        boxHeight: 8,
        usePointStyle: true,
        callbacks: {
          title: ([item]) => (item ? formatExactly(pointOf(item).x, timeZone) : ''),
          label: (item) => {
            const { series } = item.dataset as unknown as SeriesDataset;
            return describePoint(series, pointOf(item), unit);
          },
        },
      },
      zoom: {
        limits: { x: { minRange: SHORTEST_RANGE } },
        // A mouse drags a range to zoom into, and pans with Shift; fingers pan with one and zoom with two.
        pan: {
          enabled: true,
          mode: 'x',
          modifierKey: 'shift',
          threshold: 5,
          // A finger that moves up or down scrolls the page.
          onPanStart: ({ event }: { event: HammerInput }) => Math.abs(event.deltaX) > Math.abs(event.deltaY),
          onPan: announce,
        },
        zoom: {
          mode: 'x',
          wheel: { enabled: true, speed: 0.15 },
          pinch: { enabled: true },
          drag: { enabled: true, threshold: 6, backgroundColor: colours.selection },
          onZoom: announce,
        },
      },
    } as NonNullable<ChartOptions<'line'>['plugins']>,
  };
}

const pointOf = ({ raw }: TooltipItem<'line'>) => raw as ChartPoint;

/** `user1: 72 bpm (61 bpm – 90 bpm, 12 readings)` */
export function describePoint(
  { label, describe }: Pick<ChartSeries, 'label' | 'describe'>,
  point: ChartPoint,
  unit: string,
): string {
  if (describe) return `${label}: ${describe(point)}`;
  const { y, min, max, count } = point;
  const value = `${label}: ${formatValue(y, unit)}`;
  return count > 1
    ? `${value}  (${formatCount(min)}–${formatCount(max)} ${unit}, ${formatCount(count)} readings)`
    : value;
}
