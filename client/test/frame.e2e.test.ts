import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type OpenPage, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { overflowOf, paramOf } from './page-facts.ts';

const HOUR = 3_600_000;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let dashboard: TestDashboard;

beforeAll(async () => {
  dashboard = await startDashboard();
  const now = Date.now();
  await dashboard.fill(['ada', 'ben'], new Date(now - 50 * HOUR).toISOString(), new Date(now).toISOString());
});
afterAll(() => dashboard[Symbol.asyncDispose]());

const placeOf = ({ page }: OpenPage) => {
  const { pathname, searchParams } = new URL(page.url());
  return `${pathname}?${searchParams.toString()}`;
};
const navigationOf = ({ page }: OpenPage) => page.getByRole('navigation', { name: 'Pages' });
const level = ({ page }: OpenPage) => page.getByRole('status').filter({ hasText: /[1-9]\d* points$/ });

describe('the navigation', () => {
  it('leads to every page, takes user and zone along, and names the page in the title', async () => {
    const opened = await dashboard.open('/explore?user=ben&zone=browser&range=7d', {
      viewport: { width: 1_400, height: 900 },
    });
    const links = navigationOf(opened).getByRole('link');
    await links.first().waitFor();
    const labels = await links.allTextContents();
    expect(labels.slice(0, 3)).toEqual(['Explore', 'Compare', 'Day']);
    for (const label of labels) {
      await navigationOf(opened).getByRole('link', { name: label, exact: true }).click();
      await eventually(() => opened.page.title()).toBe(`${label} · Systole`);
      await opened.page.getByRole('heading', { level: 1 }).waitFor();
      await eventually(() => placeOf(opened)).toMatch(/^\/[a-z-]+\?user=ben&zone=browser$/);
      await eventually(() => opened.page.locator('#all-pages [aria-current=page]').allTextContents()).toEqual(
        [label],
      );
    }
    expect(opened.complaints).toEqual([]);
  });

  it('is icons where there is little room, with their names for who does not see them', async () => {
    const opened = await dashboard.open('/compare', { viewport: { width: 900, height: 800 } });
    const link = navigationOf(opened).getByRole('link', { name: 'Coverage', exact: true });
    await level(opened).waitFor();
    await eventually(async () => (await link.boundingBox())?.width).toBeLessThan(64);
    await opened.screenshot('frame-tablet');
    await eventually(opened.violations).toEqual([]);
  });

  it('is a bar at the bottom of a phone, and a sheet with all pages', async () => {
    const opened = await dashboard.open('/explore?user=ada', { ...PHONE, colorScheme: 'dark' });
    await level(opened).waitFor();
    await opened.page.getByRole('button', { name: 'All pages' }).tap();
    const runs = navigationOf(opened).getByRole('link', { name: 'Runs', exact: true });
    await runs.waitFor();
    await opened.screenshot('frame-phone-sheet');
    await eventually(opened.violations).toEqual([]);
    await runs.tap();
    await opened.page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    await eventually(() => runs.isVisible()).toBe(false);
    await eventually(() => overflowOf(opened)).toBe(0);
  });

  it('opens and closes its sheet by keys, which leads back to where one was', async () => {
    const opened = await dashboard.open('/explore', PHONE);
    await level(opened).waitFor();
    const button = opened.page.getByRole('button', { name: 'All pages' });
    await button.focus();
    await opened.page.keyboard.press('Enter');
    const explore = opened.page.locator('#all-pages').getByRole('link', { name: 'Explore' });
    await explore.waitFor();
    await opened.page.keyboard.press('Escape');
    await eventually(() => explore.isVisible()).toBe(false);
    await eventually(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('can be skipped by keys', async () => {
    const opened = await dashboard.open('/explore');
    await level(opened).waitFor();
    await opened.page.keyboard.press('Tab');
    await opened.page.keyboard.press('Enter');
    await eventually(() => opened.page.evaluate(() => document.activeElement?.id)).toBe('content');
  });
});

describe('a path that is no page', () => {
  it('says so and leads to the start', async () => {
    const opened = await dashboard.open('/nowhere');
    await opened.page.getByText('There is no such page').waitFor();
    await opened.page.getByRole('link', { name: 'Go to the start' }).click();
    await level(opened).waitFor();
  });
});

describe('a page whose code cannot be fetched', () => {
  it('says so, with the navigation still there', async () => {
    const opened = await dashboard.open('/explore');
    await level(opened).waitFor();
    await opened.page.route('**/assets/**', (route) => route.abort());
    await navigationOf(opened).getByRole('link', { name: 'Coverage', exact: true }).click();
    await opened.page.getByText('This page could not be shown').waitFor();
    await navigationOf(opened).getByRole('link', { name: 'Explore', exact: true }).click();
    await level(opened).waitFor();
    await opened.page.unroute('**/assets/**');
    await navigationOf(opened).getByRole('link', { name: 'Coverage', exact: true }).click();
    await opened.page.getByRole('button', { name: 'Reload' }).click();
    await opened.page.getByRole('heading', { name: 'Coverage', level: 1 }).waitFor();
  });
});

describe('the theme', () => {
  it('follows the system until somebody chooses, and remembers', async () => {
    const opened = await dashboard.open('/explore', { colorScheme: 'dark' });
    const scheme = () => opened.page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
    await eventually(scheme).toBe('dark');
    await opened.page.emulateMedia({ colorScheme: 'light' });
    await eventually(scheme).toBe('light');
    const button = opened.page.getByRole('button', { name: /^Colours:/ });
    await button.click();
    await button.click();
    await eventually(scheme).toBe('dark');
    await opened.page.reload();
    await eventually(scheme).toBe('dark');
    // Also before the page has come to life: nobody wants a flash of light in the dark.
    await opened.page.route('**/assets/*.js', (route) => route.abort());
    await opened.page.reload();
    await eventually(scheme).toBe('dark');
    await eventually(() =>
      opened.page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor),
    ).toBe('rgb(11, 16, 20)');
  });
});

describe('the brush', () => {
  it('moves the picture at once, and has readings fetched when it rests', async () => {
    const opened = await dashboard.open('/explore?user=ada&range=1h', {
      viewport: { width: 1_280, height: 1_000 },
    });
    await level(opened).waitFor();
    const asked: string[] = [];
    opened.page.on('request', (request) => {
      if (request.url().includes('timeseries')) asked.push(request.url());
    });
    const handle = opened.page.getByRole('slider', { name: 'Visible range', exact: true });
    const box = await handle.boundingBox();
    if (!box) throw new Error('the brush has no box');
    const before = await handle.getAttribute('aria-valuetext');
    await opened.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await opened.page.mouse.down();
    for (let step = 1; step <= 40; step += 1) {
      await opened.page.mouse.move(box.x + box.width / 2 - 10 * step, box.y + box.height / 2);
    }
    await eventually(() => handle.getAttribute('aria-valuetext')).not.toBe(before);
    await opened.page.mouse.up();
    await eventually(() => paramOf(opened, 'zoom')).not.toBeNull();
    await eventually(() => asked.length).toBeGreaterThan(0);
    await level(opened).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
