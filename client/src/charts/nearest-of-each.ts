import { Interaction, type InteractionItem, type InteractionModeFunction } from 'chart.js';
import { firstAtOrAfter, type ChartPoint } from './chart-series.ts';

declare module 'chart.js' {
  interface InteractionModeMap {
    nearestOfEach: InteractionModeFunction;
  }
}

/** Points further from the pointer than this, in pixels, are not meant. */
const REACH = 30;

/**
 * Of every dataset the point next to the pointer in time: users are not read at the same instants, so that Chart.js's
 * own modes would show one of them only.
 */
const nearestOfEach: InteractionModeFunction = (chart, event, _options, useFinalPosition) => {
  const scale = chart.scales.x;
  if (!scale || typeof event.x !== 'number') return [];
  const at = scale.getValueForPixel(event.x) ?? NaN;
  const items: InteractionItem[] = [];
  for (const { index: datasetIndex, data: elements } of chart.getSortedVisibleDatasetMetas()) {
    const points = (chart.data.datasets[datasetIndex]?.data ?? []) as unknown as readonly ChartPoint[];
    const index = nearestIndex(points, at);
    const point = points[index];
    const element = elements[index];
    if (!point || !element || Math.abs(scale.getPixelForValue(point.x) - event.x) > REACH) continue;
    // What lies outside the picture was not laid out.
    if (point.x < scale.min || point.x > scale.max) continue;
    element.tooltipPosition(useFinalPosition ?? false);
    items.push({ element, datasetIndex, index });
  }
  return items;
};

function nearestIndex(points: readonly ChartPoint[], at: number): number {
  const after = firstAtOrAfter(points, at);
  const candidates = [after - 2, after - 1, after, after + 1].filter(
    (index) => !Number.isNaN(points[index]?.y ?? NaN),
  );
  const distance = (index: number) => Math.abs((points[index]?.x ?? Infinity) - at);
  return candidates.reduce(
    (best, index) => (distance(index) < distance(best) ? index : best),
    candidates[0] ?? -1,
  );
}

Interaction.modes.nearestOfEach = nearestOfEach;
