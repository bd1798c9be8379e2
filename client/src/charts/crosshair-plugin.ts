import type { Plugin } from 'chart.js';

/** A vertical line at the points that the tooltip speaks of. */
export const crosshairPlugin: Plugin<'line'> = {
  id: 'crosshair',
  afterDatasetsDraw: (chart) => {
    const [active] = chart.getActiveElements();
    if (!active) return;
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.strokeStyle = chart.options.color as string;
    ctx.globalAlpha = 0.6;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(active.element.x, chartArea.top);
    ctx.lineTo(active.element.x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};
