import type { ChartDataset } from 'chart.js';
import type { SeriesDataset } from './band-plugin.ts';
import type { ChartPoint, ChartSeries } from './chart-series.ts';

/**
 * Datasets for the series. One that is shown already is changed and not replaced: Chart.js then keeps what it has laid
 * out. Of another style it is replaced: what is laid out includes that points of a line are not drawn.
 */
export function toDatasets(
  series: readonly ChartSeries[],
  shown: readonly unknown[],
): ChartDataset<'line'>[] {
  const known = new Map((shown as readonly SeriesDataset[]).map((dataset) => [dataset.series.id, dataset]));
  return series.map((one) => {
    const before = known.get(one.id);
    const reused = before?.series.style === one.style ? before : {};
    return Object.assign(reused, toDataset(one));
  });
}

function toDataset(series: ChartSeries): SeriesDataset {
  const { label, look, style, points } = series;
  const isLine = style === 'line';
  return {
    series,
    label,
    data: points as ChartPoint[],
    showLine: isLine,
    borderColor: look.colour,
    backgroundColor: look.colour,
    borderWidth: 1.5,
    borderDash: [...look.dash],
    borderJoinStyle: 'round',
    pointRadius: isLine ? 0 : 1.75,
    pointBorderWidth: 0,
    pointHitRadius: 0,
    pointHoverRadius: 4,
    pointHoverBorderWidth: 0,
    spanGaps: false,
  };
}
