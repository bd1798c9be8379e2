import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type OpenPage, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { zoomable } from './zoomable.ts';

const HOUR = 3_600_000;
const STEPS = 12;

interface Point {
  readonly x: number;
  readonly y: number;
}

let dashboard: TestDashboard;

beforeAll(async () => {
  dashboard = await startDashboard();
  const now = Date.now();
  await dashboard.fill(['ada'], new Date(now - 50 * HOUR).toISOString(), new Date(now).toISOString());
});
afterAll(() => dashboard[Symbol.asyncDispose]());

async function openPhone(): Promise<{ opened: OpenPage; fingers: CDPSession; middle: Point }> {
  const opened = await dashboard.open('/explore?user=ada&range=24h', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await opened.page
    .getByRole('status')
    .filter({ hasText: /^1-minute averages/ })
    .waitFor();
  const chart = opened.page.locator('[aria-roledescription=chart]');
  await chart.scrollIntoViewIfNeeded();
  await zoomable(chart);
  const box = await chart.boundingBox();
  if (!box) throw new Error('the chart has no box');
  const fingers = await opened.page.context().newCDPSession(opened.page);
  return { opened, fingers, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
}

/** Fingers that go down at the first of their points, move along the others, and are lifted. */
async function touch(session: CDPSession, path: (share: number) => Point[]): Promise<void> {
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: Point[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map((point, id) => ({ ...point, id })),
    });
  await send('touchStart', path(0));
  for (let step = 1; step <= STEPS; step += 1) await send('touchMove', path(step / STEPS));
  await send('touchEnd', []);
}

const zoomOf = ({ page }: OpenPage) => {
  const [start = NaN, end = NaN] = (new URL(page.url()).searchParams.get('zoom') ?? '')
    .split('-')
    .map((part) =>
      Date.parse(part.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')),
    );
  return Number.isNaN(start) ? undefined : { start, end };
};

/** NaN where nothing is zoomed. */
const lengthOf = (zoom: ReturnType<typeof zoomOf>) => (zoom ? zoom.end - zoom.start : NaN);

describe('a chart under fingers', () => {
  it('is zoomed by two that part, down to the readings, and out by two that close', async () => {
    const { opened, fingers, middle } = await openPhone();
    const pinch = (from: number, to: number) =>
      touch(fingers, (share) => {
        const apart = from + (to - from) * share;
        return [
          { x: middle.x - apart, y: middle.y },
          { x: middle.x + apart, y: middle.y },
        ];
      });
    await pinch(15, 150);
    await eventually(() => lengthOf(zoomOf(opened))).toBeLessThan(12 * HOUR);
    // A few minutes: any nearer, and there might be no reading in the picture.
    await pinch(15, 150);
    await eventually(() => lengthOf(zoomOf(opened))).toBeLessThan(HOUR);
    await opened.page
      .getByRole('status')
      .filter({ hasText: /^Readings as recorded/ })
      .waitFor();
    await opened.screenshot('explore-phone-pinched');
    const near = lengthOf(zoomOf(opened));
    await pinch(150, 15);
    await eventually(() => lengthOf(zoomOf(opened))).toBeGreaterThan(2 * near);
    expect(opened.complaints).toEqual([]);
  });

  it('is panned by one that moves sideways, and reset by a double tap', async () => {
    const { opened, fingers, middle } = await openPhone();
    await touch(fingers, (share) => [{ x: middle.x - 60 + 120 * share, y: middle.y }]);
    // To the right, and so to what was earlier.
    await eventually(() => zoomOf(opened)?.end).toBeLessThan(Date.now() - HOUR);
    // The URL holds whole seconds, rounded outwards.
    expect(Math.abs(lengthOf(zoomOf(opened)) - 24 * HOUR)).toBeLessThanOrEqual(2_000);

    // Two taps that come too far apart are no double tap; nobody promises that they do not.
    await eventually(async () => {
      for (let taps = 0; taps < 2; taps += 1) await opened.page.touchscreen.tap(middle.x, middle.y);
      return zoomOf(opened);
    }).toBeUndefined();
  });

  it('lets the page scroll under one that moves up', async () => {
    const { opened, fingers, middle } = await openPhone();
    const scrolled = () => opened.page.evaluate(() => scrollY);
    const before = await scrolled();
    await touch(fingers, (share) => [{ x: middle.x, y: middle.y + 100 - 200 * share }]);
    await eventually(scrolled).toBeGreaterThan(before);
    expect(zoomOf(opened)).toBeUndefined();
  });
});
