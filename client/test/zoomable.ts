import type { Locator } from 'playwright-core';
import { eventually } from './eventually.ts';

/** Waits until a chart can be zoomed by wheel, drag and touch, which is fetched after its first picture: its plugin marks the canvas. */
export async function zoomable(chart: Locator): Promise<void> {
  await eventually(() => chart.locator('canvas').evaluate(({ style }) => style.touchAction)).not.toBe('');
}
