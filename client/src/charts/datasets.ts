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

const STYLES = {
  line: { showLine: true, pointRadius: 0 },
  dotted: { showLine: true, pointRadius: 2.5 },
  points: { showLine: false, pointRadius: 1.75 },
  rings: { showLine: false, pointRadius: 6, pointBorderWidth: 2, pointBackgroundColor: 'transparent' },
} as const satisfies Record<ChartSeries['style'], object>;

function toDataset(series: ChartSeries): SeriesDataset {
  const { label, look, style, points } = series;
  return {
    series,
    label,
    data: points as ChartPoint[],
    borderColor: look.colour,
    backgroundColor: look.colour,
    borderWidth: 1.5,
    borderDash: [...look.dash],
    borderJoinStyle: 'round',
    pointBorderWidth: 0,
    ...STYLES[style],
    pointHitRadius: 0,
    pointHoverRadius: 4,
    pointHoverBorderWidth: 0,
    spanGaps: false,
    // A point on the edge is seen whole.
    clip: { left: 4, right: 4, top: 8, bottom: 8 },
  };
}
