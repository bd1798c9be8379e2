import { Chart } from 'chart.js';

/**
 * Gives a chart its wheel, drag and touch. They are fetched when there is a picture to be zoomed, not before: keys and
 * buttons do without, so that a chart whose fetch fails still works.
 */
export async function addZoom(chart: Chart): Promise<void> {
  await painted();
  const { default: zoomPlugin } = await import('chartjs-plugin-zoom');
  Chart.register(zoomPlugin);
  // A chart takes up plugins that are registered later with its next update; one that has been left has no canvas.
  if (chart.canvas as HTMLCanvasElement | null) chart.update('none');
}

/** A frame begins before it is painted; what is queued in it comes after. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      setTimeout(resolve);
    });
  });
}
