import type { Chart, ChartDataset, Plugin } from 'chart.js';
import { firstAtOrAfter, type ChartPoint, type ChartSeries } from './chart-series.ts';

/** A dataset of ours: Chart.js draws the line, this plugin the band behind it. */
export type SeriesDataset = ChartDataset<'line', ChartPoint[]> & { readonly series: ChartSeries };

export function datasetsOf(chart: Chart): readonly SeriesDataset[] {
  return chart.data.datasets as unknown as readonly SeriesDataset[];
}

/**
 * Draws the band between minimum and maximum behind each line, and a dot where a point stands alone between two gaps:
 * a line needs two. One path a user; with Chart.js's own filler it would be two more datasets each, laid out and hit
 * tested with every frame.
 */
export const bandPlugin: Plugin<'line'> = {
  id: 'bands',
  beforeDatasetsDraw: (chart) => {
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
    ctx.clip();
    datasetsOf(chart).forEach(({ series }, index) => {
      const isLine = series.style === 'line' || series.style === 'dotted';
      if (isLine && chart.isDatasetVisible(index)) drawBand(chart, series);
    });
    ctx.restore();
  },
};

function drawBand(chart: Chart, { points, look }: ChartSeries): void {
  const { ctx, scales } = chart;
  const { x, y } = scales;
  if (!x || !y) return;
  const first = Math.max(0, firstAtOrAfter(points, x.min) - 1);
  const last = Math.min(points.length - 1, firstAtOrAfter(points, x.max));
  ctx.fillStyle = look.colour;
  let begin = first;
  for (let index = first; index <= last + 1; index += 1) {
    if (index <= last && !Number.isNaN(points[index]?.y)) continue;
    ctx.globalAlpha = 0.18;
    if (index - begin > 1) fillBetween(ctx, points.slice(begin, index), x, y);
    else if (index - begin === 1) drawAlone(ctx, points[begin], x, y);
    begin = index + 1;
  }
  ctx.globalAlpha = 1;
}

type Scale = Chart['scales'][string];

function fillBetween(ctx: CanvasRenderingContext2D, points: readonly ChartPoint[], x: Scale, y: Scale): void {
  ctx.beginPath();
  for (const point of points) ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.max));
  for (const point of points.toReversed())
    ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.min));
  ctx.fill();
}

function drawAlone(ctx: CanvasRenderingContext2D, point: ChartPoint | undefined, x: Scale, y: Scale): void {
  if (!point) return;
  const left = x.getPixelForValue(point.x);
  const top = y.getPixelForValue(point.max);
  ctx.fillRect(left - 1.5, top, 3, y.getPixelForValue(point.min) - top);
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(left, y.getPixelForValue(point.y), 2, 0, 2 * Math.PI);
  ctx.fill();
}
