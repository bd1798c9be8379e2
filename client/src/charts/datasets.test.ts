import { describe, expect, it } from 'vitest';
import type { ChartSeries } from './chart-series.ts';
import { toDatasets } from './datasets.ts';

const series = (id: string, style: ChartSeries['style']): ChartSeries => ({
  id,
  label: id,
  look: { colour: '#000000', dash: [] },
  style,
  points: [],
});

describe('datasets of a chart', () => {
  it('are changed in place, so that Chart.js keeps what it has laid out', () => {
    const [before] = toDatasets([series('ada', 'line')], []);
    const [first, second] = toDatasets([series('ben', 'line'), series('ada', 'line')], [before]);
    expect(second).toBe(before);
    expect(first).not.toBe(before);
  });

  it('are replaced where averages become readings: Chart.js would go on drawing no points', () => {
    const [before] = toDatasets([series('ada', 'line')], []);
    const [after] = toDatasets([series('ada', 'points')], [before]);
    expect(after).not.toBe(before);
    expect(after?.pointRadius).toBeGreaterThan(0);
  });
});
