import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPage, TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { startIngestedDashboard, type IngestedDashboard } from './ingested-dashboard.ts';
import { overflowOf, paramOf } from './page-facts.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} as const satisfies BrowserContextOptions;

let world: IngestedDashboard;
let dashboard: TestDashboard;

beforeAll(async () => {
  world = await startIngestedDashboard();
  dashboard = world.dashboard;
});
afterAll(() => world[Symbol.asyncDispose]());

/** A day of ada's calendar, counted from today. */
const dayAgo = (count: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(Date.now() - count * 86_400_000);
/** What the calendar calls it: `2 March 2026`. */
const calendarLabel = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
/** How many pixels of the chart have the colour of ada, who was the first of all users, in the light scheme. */
const drawnPixels = ({ page }: OpenPage) =>
  page.locator('[aria-roledescription=chart] canvas').evaluate((canvas: HTMLCanvasElement) => {
    const picture = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let count = 0;
    for (let at = 0; at < picture.length; at += 4) {
      if (picture[at] === 0 && picture[at + 1] === 114 && picture[at + 2] === 178) count += 1;
    }
    return count;
  });
const level = ({ page }: OpenPage, text: RegExp) => page.getByRole('status').filter({ hasText: text });

describe('the Day view', () => {
  const open = (day: number, options?: BrowserContextOptions) =>
    dashboard.open(`/day?user=ada&day=${dayAgo(day)}`, options);

  it('shows a whole day with its resting heart rate and its time in zones', async () => {
    const opened = await open(2);
    await level(opened, /^1-minute averages, 1,[0-4]\d\d points$/).waitFor();
    await opened.page.getByText('Resting heart rate').waitFor();
    const figures = opened.page.getByRole('region', { name: 'The day in figures' });
    await eventually(() => figures.textContent()).toMatch(/Resting heart rate\d+ bpmAverage[\d.]+ bpm/);
    const zones = opened.page.getByRole('region', { name: 'Time in heart-rate zones' }).getByRole('listitem');
    await eventually(() => zones.count()).toBe(4);
    expect(await zones.first().textContent()).toMatch(/^Light\d+–\d+ bpm(\d+ h )?\d+ min$/);
    await opened.screenshot('day');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('goes from day to day by arrow keys, by buttons and by the calendar, and no further than today', async () => {
    const opened = await open(2);
    await level(opened, /1-minute/).waitFor();
    await opened.page.keyboard.press('ArrowLeft');
    await eventually(() => paramOf(opened, 'day')).toBe(dayAgo(3));
    await opened.page.getByRole('button', { name: 'Next day' }).click();
    await eventually(() => paramOf(opened, 'day')).toBe(dayAgo(2));
    await opened.page.getByRole('button', { name: 'Choose a day' }).click();
    await opened.page.getByRole('button', { name: 'Next month' }).waitFor();
    await eventually(opened.violations).toEqual([]);
    // On the first days of a month, today is on the next page of the calendar.
    if (dayAgo(0).slice(0, 7) !== dayAgo(2).slice(0, 7))
      await opened.page.getByRole('button', { name: 'Next month' }).click();
    await opened.page.getByRole('button', { name: calendarLabel(dayAgo(0)), exact: true }).click();
    await eventually(() => paramOf(opened, 'day')).toBe(dayAgo(0));
    await eventually(() => opened.page.getByRole('button', { name: 'Next day' }).isDisabled()).toBe(true);
    await opened.page.locator('body').press('ArrowRight');
    expect(paramOf(opened, 'day')).toBe(dayAgo(0));
    expect(opened.complaints).toEqual([]);
  });

  it('zooms in to the readings, which a shared link shows again', async () => {
    const opened = await open(2);
    await level(opened, /1-minute/).waitFor();
    await opened.page.locator('[aria-roledescription=chart]').focus();
    for (let times = 0; times < 3; times += 1) await opened.page.keyboard.press('+');
    await level(opened, /^Readings as recorded, [\d,]+ points$/).waitFor();
    await eventually(() => drawnPixels(opened)).toBeGreaterThan(1_000);
    await opened.screenshot('day-readings');
    await opened.page.reload();
    await level(opened, /^Readings as recorded, [\d,]+ points$/).waitFor();
    expect(paramOf(opened, 'day')).toBe(dayAgo(2));
    expect(opened.complaints).toEqual([]);
  });

  it('says that a day has no readings, and leads to the nearest that has some', async () => {
    const opened = await dashboard.open('/day?user=ada&day=2020-02-29');
    await opened.page.getByText('No readings on this day').waitFor();
    await opened.screenshot('day-empty');
    await eventually(opened.violations).toEqual([]);
    await opened.page.getByRole('button', { name: /^Go to / }).click();
    await eventually(() => paramOf(opened, 'day')).toBe(dayAgo(5));
    await level(opened, /1-minute averages/).waitFor();
  });

  it('fits a phone in the dark', async () => {
    const opened = await open(1, { ...PHONE, colorScheme: 'dark' });
    await level(opened, /1-minute/).waitFor();
    await opened.page.getByText('94–').or(opened.page.getByText('Peak')).first().waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('day-phone-dark');
    await eventually(opened.violations).toEqual([]);
  });
});

describe('Coverage', () => {
  it('tells complete, partial, failed and missing days apart, and opens one by keys alone', async () => {
    await dashboard.pool.query(
      `UPDATE ops.coverage SET status = 'failed' WHERE user_id = 'ada' AND day = $1`,
      [dayAgo(3)],
    );
    await dashboard.pool.query(`DELETE FROM ops.coverage WHERE user_id = 'ada' AND day = $1`, [dayAgo(4)]);
    const opened = await dashboard.open('/coverage?user=ada');
    const day = (count: number) => opened.page.locator(`[data-day="${dayAgo(count)}"]`);
    await day(0).waitFor();
    await eventually(() =>
      Promise.all([0, 1, 3, 4].map((count) => day(count).getAttribute('aria-label'))),
    ).toEqual([
      expect.stringMatching(/: partial, [\d,]+ readings?$/),
      expect.stringMatching(/: complete, [\d,]+ readings$/),
      expect.stringMatching(/: fetching failed, [\d,]+ readings$/),
      expect.stringMatching(/: never fetched, [\d,]+ readings$/),
    ]);
    await opened.screenshot('coverage');
    await eventually(opened.violations).toEqual([]);

    await day(0).focus();
    await opened.page.keyboard.press('ArrowLeft');
    await opened.page.keyboard.press('ArrowLeft');
    await eventually(() =>
      opened.page.evaluate(() => (document.activeElement as HTMLElement).dataset.day),
    ).toBe(dayAgo(2));
    await opened.page.keyboard.press('Enter');
    await eventually(() => paramOf(opened, 'day')).toBe(dayAgo(2));
    expect(new URL(opened.page.url()).pathname).toBe('/day');
    await level(opened, /1-minute/).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('fits a phone in the dark', async () => {
    const opened = await dashboard.open('/coverage?user=ada', { ...PHONE, colorScheme: 'dark' });
    await opened.page.locator(`[data-day="${dayAgo(0)}"]`).waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('coverage-phone-dark');
    await eventually(opened.violations).toEqual([]);
  });
});

describe('Runs', () => {
  it('open with their rejected rows, each with its place, rule and value, which stays text', async () => {
    const opened = await dashboard.open('/runs?status=partial');
    await opened.page.getByRole('link', { name: /^Run \d+$/ }).click();
    const drawer = opened.page.getByRole('dialog');
    const reject = drawer.getByRole('listitem').filter({ hasText: 'heart.csv, line 4, column Value' });
    await reject.waitFor();
    expect(await reject.textContent()).toContain('value-not-a-number');
    expect(await reject.textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await opened.page.locator('img[src=x]').count()).toBe(0);
    await opened.screenshot('run');
    await eventually(opened.violations).toEqual([]);

    await opened.page.reload();
    await reject.waitFor();
    await opened.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await eventually(() => paramOf(opened, 'run')).toBeNull();
    expect(paramOf(opened, 'status')).toBe('partial');
    expect(opened.complaints).toEqual([]);
  });

  it('begin when somebody asks for one, and then show up by themselves', async () => {
    const opened = await dashboard.open('/runs?user=ada&dataset=activities_heart_intraday');
    // A hole before the newest days, which are always fetched again.
    await dashboard.pool.query(`DELETE FROM ops.coverage WHERE user_id = 'ada' AND day = $1`, [dayAgo(3)]);
    const { rows: held } = await dashboard.pool.query<{ runs: number }>(
      `SELECT count(*)::int AS runs FROM ops.pipeline_runs
        WHERE user_id = 'ada' AND dataset = 'activities_heart_intraday'`,
    );
    const before = held[0]?.runs ?? 0;
    const shown = opened.page.getByRole('link', { name: /^Run \d+$/ });
    await eventually(() => shown.count()).toBe(before);
    await opened.page.getByRole('button', { name: 'Run ada now' }).click();
    await opened.page.getByText(/^Run \d+ of ada has begun\.$/).waitFor();
    // Days in a row are a run: one for the hole, one for the newest days.
    await eventually(() => shown.count()).toBe(before + 2);
    await opened.screenshot('runs');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('can only be asked for where an ingestion service fetches, and the page says so', async () => {
    const opened = await dashboard.open('/runs');
    await opened.page.getByRole('button', { name: 'Run now' }).click();
    const items = opened.page.getByRole('menuitem');
    await items.first().waitFor();
    expect(await items.allTextContents()).toEqual(['ada']);
    const imported = await dashboard.open('/runs?user=2022484408');
    await imported.page.getByText(/No ingestion service fetches for 2022484408/).waitFor();
    expect(await imported.page.getByRole('button', { name: /^Run/ }).count()).toBe(0);
  });

  it('come in pages, the newest first', async () => {
    await dashboard.pool.query(
      `INSERT INTO ops.pipeline_runs (dataset, source, source_name, user_id, trigger, status, started_at, heartbeat_at, finished_at)
       SELECT 'activities_heart_intraday', 'google-health', 'https://health.example', '2022484408', 'schedule', 'no_op', at, at, at
         FROM generate_series(now() - interval '30 hours', now() - interval '1 hour', interval '1 hour') AS at`,
    );
    const opened = await dashboard.open('/runs?user=2022484408&status=no_op', {
      ...PHONE,
      colorScheme: 'dark',
    });
    const newest = () =>
      opened.page
        .getByRole('link', { name: /^Run \d+$/ })
        .first()
        .textContent();
    await opened.page.getByRole('button', { name: 'Older runs' }).waitFor();
    const first = await newest();
    await opened.screenshot('runs-phone-dark');
    await eventually(() => overflowOf(opened)).toBe(0);
    await eventually(opened.violations).toEqual([]);
    await opened.page.getByRole('button', { name: 'Older runs' }).click();
    await eventually(newest).not.toBe(first);
    await eventually(() => opened.page.getByRole('button', { name: 'Older runs' }).isDisabled()).toBe(true);
    await opened.page.getByRole('button', { name: 'Newest runs' }).click();
    await eventually(newest).toBe(first);
    expect(opened.complaints).toEqual([]);
  });

  it('that do not exist and filters that mean nothing are said to be so', async () => {
    const opened = await dashboard.open('/runs?status=perhaps&run=999999');
    await opened.page.getByText('There is no such run').waitFor();
    await opened.page.keyboard.press('Escape');
    await opened.page.getByText(/Not known here: status “perhaps”/).waitFor();
  });
});
