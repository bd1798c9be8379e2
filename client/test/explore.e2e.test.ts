import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type OpenPage, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { linesOf, overflowOf, paramOf } from './page-facts.ts';
import { zoomable } from './zoomable.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const EVE = '<img src=x onerror=alert(1)>';
const HOUR = 3_600_000;

let dashboard: TestDashboard;

beforeAll(async () => {
  dashboard = await startDashboard();
  const now = Date.now();
  await dashboard.fill(
    ['ada', 'ben', EVE],
    new Date(now - 50 * HOUR).toISOString(),
    new Date(now).toISOString(),
  );
});
afterAll(() => dashboard[Symbol.asyncDispose]());

const level = ({ page }: OpenPage, text: RegExp | string) =>
  page.getByRole('status').filter({ hasText: text });
const chartOf = ({ page }: OpenPage) => page.locator('[aria-roledescription=chart]');

describe('Explore', () => {
  it('opens on the last day of the first user in minutes, says so, and is accessible in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const opened = await dashboard.open('/', { colorScheme });
      await level(opened, /^1-minute averages, 1,4\d\d points$/).waitFor();
      await opened.screenshot(`explore-${colorScheme}`);
      await eventually(opened.violations).toEqual([]);
      expect(opened.complaints).toEqual([]);
    }
  });

  it('zooms by wheel down to readings, keeps the view in the URL, and resets with a double click', async () => {
    const opened = await dashboard.open('/explore?range=24h&user=ada');
    const chart = chartOf(opened);
    await level(opened, '1-minute').waitFor();
    await zoomable(chart);
    await chart.hover();
    for (let turn = 0; turn < 14; turn += 1) await opened.page.mouse.wheel(0, -300);
    await level(opened, /^Readings as recorded, \d+ points$/).waitFor();
    await opened.screenshot('explore-readings');
    const { pathname, search, searchParams } = new URL(opened.page.url());
    expect(searchParams.get('zoom')).toMatch(/^\d{8}T\d{6}Z-\d{8}T\d{6}Z$/);

    const shared = await dashboard.open(pathname + search);
    await level(shared, /^Readings as recorded, \d+ points$/).waitFor();
    expect(paramOf(shared, 'zoom')).toBe(searchParams.get('zoom'));

    await chart.dblclick();
    await level(opened, '1-minute').waitFor();
    await eventually(() => paramOf(opened, 'zoom')).toBeNull();
    expect([...opened.complaints, ...shared.complaints]).toEqual([]);
  });

  it('zooms into what is dragged over, and pans with Shift', async () => {
    const opened = await dashboard.open('/explore?range=24h&user=ada');
    await level(opened, '1-minute').waitFor();
    await zoomable(chartOf(opened));
    const box = await chartOf(opened).boundingBox();
    if (!box) throw new Error('the chart has no box');
    const drag = async (from: number, to: number) => {
      const before = paramOf(opened, 'zoom');
      await opened.page.mouse.move(box.x + box.width * from, box.y + 100);
      await opened.page.mouse.down();
      await opened.page.mouse.move(box.x + box.width * to, box.y + 100, { steps: 8 });
      await opened.page.mouse.up();
      await eventually(() => paramOf(opened, 'zoom')).not.toBe(before);
    };
    await drag(0.4, 0.6);
    const zoomed = rangeOf(paramOf(opened, 'zoom'));
    expect(zoomed.end - zoomed.start).toBeGreaterThan(4 * HOUR);
    expect(zoomed.end - zoomed.start).toBeLessThan(6 * HOUR);
    await opened.page.keyboard.down('Shift');
    await drag(0.4, 0.6);
    await opened.page.keyboard.up('Shift');
    const panned = rangeOf(paramOf(opened, 'zoom'));
    expect(panned.start).toBeLessThan(zoomed.start);
    expect(Math.abs(panned.end - panned.start - (zoomed.end - zoomed.start))).toBeLessThanOrEqual(2_000);
  });

  it('does by keys what a mouse does, and speaks what the crosshair meets', async () => {
    const opened = await dashboard.open('/explore?range=24h&user=ada&user=ben');
    await level(opened, '1-minute').waitFor();
    await chartOf(opened).focus();
    await opened.page.keyboard.press('+');
    await opened.page.keyboard.press('ArrowLeft');
    await eventually(() => paramOf(opened, 'zoom')).not.toBeNull();
    await eventually(async () => {
      await opened.page.keyboard.press('Shift+ArrowRight');
      return opened.page.locator('[aria-live]').textContent();
    }).toMatch(/ada: [\d.]+ bpm .*ben: [\d.]+ bpm/);
    await opened.page.keyboard.press('0');
    await eventually(() => paramOf(opened, 'zoom')).toBeNull();
  });

  it('takes a range from the calendar, by the clock that is shown', async () => {
    const opened = await dashboard.open('/explore?user=ada');
    await opened.page.getByRole('button', { name: /Choose a range/ }).click();
    await opened.page.getByText('Times are in Asia/Kolkata.').waitFor();
    await opened.page.getByLabel('From', { exact: true }).fill('00:30');
    await opened.page.getByLabel('To', { exact: true }).fill('02:30');
    await eventually(opened.violations).toEqual([]);
    await opened.page.getByRole('button', { name: 'Show this range' }).click();
    await eventually(() => paramOf(opened, 'range')).toMatch(/T190000Z-\d{8}T210000Z$/);
  });

  it('exports what is shown as CSV and as a picture', async () => {
    const opened = await dashboard.open(`/explore?range=1h&user=ada&user=${encodeURIComponent(EVE)}`);
    await level(opened, 'Readings as recorded').waitFor();
    const save = async (item: string) => {
      const [download] = await Promise.all([
        opened.page.waitForEvent('download'),
        opened.page.getByRole('button', { name: item }).click(),
      ]);
      return readFile(await download.path());
    };
    const lines = (await save('Save as CSV')).toString().trim().split('\r\n');
    expect(lines[0]).toBe('timestamp,user_id,value,min,max,count,unit');
    expect(lines.find((line) => line.includes('ada'))).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z,ada,\d+,\d+,\d+,1,bpm$/,
    );
    expect(lines.some((line) => line.includes(EVE))).toBe(true);
    expect((await save('Save as PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect(opened.complaints).toEqual([]);
  });
});

describe('Live', () => {
  it('shows what is new without reloading, and how old it is', async () => {
    const opened = await dashboard.open('/explore?range=1h&user=ben');
    const pointsShown = async () =>
      Number(/(\d+) points/.exec((await level(opened, 'Readings').textContent()) ?? '')?.[1]);
    await level(opened, 'Readings').waitFor();
    const before = await pointsShown();
    await dashboard.pool.query(
      `INSERT INTO activities_heart_intraday ("timestamp", value, user_id)
       SELECT now() - seconds * interval '1 second', 99, 'ben' FROM generate_series(1, 600) AS seconds ON CONFLICT DO NOTHING`,
    );
    // The last hour moves on: what was at its beginning is no longer in it.
    await eventually(pointsShown).toBeGreaterThan(before + 300);
    await eventually(() => opened.page.locator('header p').textContent()).toMatch(
      /^Live· (just now|\d+ s ago|\d min ago)/,
    );
  });
});

describe('what goes wrong', () => {
  it('takes names with HTML in them for text', async () => {
    const opened = await dashboard.open(`/compare?range=24h`);
    await opened.page.getByRole('button', { name: EVE }).waitFor();
    await opened.page.getByRole('row', { name: EVE }).waitFor();
    expect(await opened.page.locator('img[src=x]').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  it('opens the standard view for a URL with nonsense in it, and says so', async () => {
    const opened = await dashboard.open('/explore?range=whenever&user=nobody&metric=mood&zoom=1-2');
    await level(opened, '1-minute averages').waitFor();
    const notice = opened.page.getByText(/Not known here/);
    await eventually(() => notice.textContent()).toMatch(
      /user “nobody”, metric “mood”, range “whenever”, zoom “1-2”/,
    );
  });

  it('offers the nearest data for a range without any, on a phone as well', async () => {
    const opened = await dashboard.open('/explore?user=ada&range=20200101T000000Z-20200102T060000Z', PHONE);
    await opened.page.getByText('No data in this range').waitFor();
    await opened.page.getByRole('button', { name: /^Show / }).waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.page.getByRole('button', { name: /^Show / }).click();
    await level(opened, /[1-9]\d* points$/).waitFor();
  });

  it('says that the API is away, keeps the picture, and recovers by itself', async () => {
    const opened = await dashboard.open('/explore?range=7d&user=ada');
    await level(opened, /[1-9]\d* points$/).waitFor();
    await dashboard.stopApi();
    await opened.page.getByText('30 d').click();
    await opened.page.getByText('The API cannot be reached').first().waitFor();
    await opened.screenshot('api-away');
    expect(await chartOf(opened).isVisible()).toBe(true);
    await dashboard.startApi();
    await eventually(() => opened.page.getByText('The API cannot be reached').count()).toBe(0);
  });
});

describe('Compare', () => {
  it('shows every user with figures, hides one, and keeps that in the URL', async () => {
    const opened = await dashboard.open('/compare?range=24h', { viewport: { width: 1280, height: 1000 } });
    await opened.page.getByRole('row', { name: /^ada .*bpm/ }).waitFor();
    await eventually(() => opened.page.getByRole('row').count()).toBe(4);
    await opened.page.getByRole('button', { name: 'ben' }).click();
    await eventually(() => paramOf(opened, 'hide')).toBe('ben');
    await eventually(() =>
      opened.page.getByRole('button', { name: 'ben' }).getAttribute('aria-pressed'),
    ).toBe('false');
    await opened.screenshot('compare');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('fits a phone', async () => {
    const opened = await dashboard.open('/compare', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      colorScheme: 'dark',
    });
    await opened.page.getByRole('row', { name: /^ada .*bpm/ }).waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    expect(await linesOf(opened.page.getByRole('row').getByText('ada', { exact: true }))).toBe(1);
    await opened.screenshot('compare-phone-dark');
    await eventually(opened.violations).toEqual([]);
  });
});

describe('the choice of users', () => {
  it('finds everybody, also where there are more than the API gives at once', async () => {
    await dashboard.pool.query(
      `INSERT INTO ops.users (user_id, time_zone)
       SELECT 'many-' || number, 'UTC' FROM generate_series(1, 1_100) AS number`,
    );
    const opened = await dashboard.open('/explore?range=24h&user=ada');
    await level(opened, '1-minute').waitFor();
    const users = opened.page.getByRole('combobox', { name: 'Users' });
    await users.click();
    await users.fill('many-999');
    await opened.page.getByRole('option', { name: 'many-999' }).click();
    await eventually(() => paramsOf(opened, 'user')).toEqual(['ada', 'many-999']);
    await opened.page.reload();
    await level(opened, '1-minute').waitFor();
    expect(await opened.page.getByText('Not known here').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});

function paramsOf({ page }: OpenPage, name: string): string[] {
  return new URL(page.url()).searchParams.getAll(name);
}

function rangeOf(text: string | null): { readonly start: number; readonly end: number } {
  const [start = NaN, end = NaN] = (text ?? '')
    .split('-')
    .map((part) =>
      Date.parse(part.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')),
    );
  return { start, end };
}
