import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetFile } from '@systole/test-kit';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type OpenPage, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { runCli } from './run-cli.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const satisfies BrowserContextOptions;

/** 60 days from 1 December 2025 on, with one visit on the first and up to seven on others; every ninth without a cost. */
const VISITS = Array.from({ length: 60 }, (_, day) =>
  Array.from({ length: 1 + ((day * 5) % 7) }, (_visit, number) => {
    const date = new Date(Date.UTC(2025, 11, 1 + day)).toISOString().slice(0, 10);
    const cost = (day + number) % 9 === 8 ? '' : (40 + ((day * 37 + number * 11) % 160)).toFixed(2);
    return `P${(day * 3 + number) % 40},W${day}-${number},${date},A10,PR${number % 3},${cost},${date}T12:00:00Z`;
  }),
).flat();
const HEADER = 'patient_id,visit_id,visit_date,diagnosis_code,provider_id,visit_cost,last_updated';

let dashboard: TestDashboard;
let folder: string;

const systole = (...given: string[]) =>
  runCli(given, { DATABASE_URL: dashboard.databaseUrl, RAW_DIRECTORY: path.join(folder, 'raw') });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'systole-test-'));
  dashboard = await startDashboard();
});
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const paramOf = ({ page }: OpenPage, name: string) => new URL(page.url()).searchParams.get(name);
const overflowOf = ({ page }: OpenPage) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const panel = ({ page }: OpenPage, name: string) => page.getByRole('region', { name, exact: true });

describe('visits', () => {
  it('are none before a file has come, and the page says how to bring one', async () => {
    const opened = await dashboard.open('/visits');
    await opened.page.getByText('npx systole import patient-visits patient_visits.csv').waitFor();
    expect(await opened.violations()).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('of a file are shown by day, summed, and one by one', async () => {
    await systole('import', 'patient-visits', datasetFile('seed-inputs/patient_visits.csv'));
    const opened = await dashboard.open('/visits?days=all');
    const rows = panel(opened, 'By day').locator('tbody').getByRole('row');
    await rows.first().waitFor();
    const { rows: held } = await dashboard.pool.query<{ days: number; visits: number }>(
      'SELECT count(*)::int AS days, sum(visits)::int AS visits FROM daily_visit_metrics',
    );
    expect(await rows.count()).toBe(held[0]?.days);
    await eventually(() => panel(opened, 'These days together').textContent()).toContain(
      `Visits${held[0]?.visits}on ${held[0]?.days} days`,
    );
    await opened.page.getByText('Each visit', { exact: true }).click();
    await panel(opened, 'Each visit').getByRole('rowheader', { name: 'V1001' }).waitFor();
    expect(paramOf(opened, 'table')).toBe('visits');
    expect(opened.complaints).toEqual([]);
  });

  it('of many days are drawn in curves that zoom together, for the days that the URL names', async () => {
    const file = path.join(folder, 'visits.csv');
    await writeFile(file, [HEADER, ...VISITS].join('\n'));
    await systole('import', 'patient-visits', file);
    const opened = await dashboard.open('/visits');
    await panel(opened, 'Cost of a visit').waitFor();
    expect(await opened.page.locator('[aria-roledescription=chart]').count()).toBe(3);
    await opened.screenshot('visits');
    expect(await opened.violations()).toEqual([]);

    await panel(opened, 'Total cost by day').getByRole('button', { name: 'Zoom in' }).click();
    await eventually(() => paramOf(opened, 'zoom')).not.toBeNull();
    await opened.page.getByText('7 d', { exact: true }).click();
    await eventually(() => panel(opened, 'By day').locator('tbody').getByRole('row').count()).toBe(7);
    expect(paramOf(opened, 'days')).toBe('7d');
    expect(paramOf(opened, 'zoom')).toBeNull();
    await opened.page.reload();
    await eventually(() => panel(opened, 'By day').locator('tbody').getByRole('row').count()).toBe(7);
    expect(opened.complaints).toEqual([]);
  });

  it('outside the days there are none, and the page leads back to those there are', async () => {
    const opened = await dashboard.open('/visits?days=2020-01-01..2020-01-31');
    await opened.page.getByText('No visits in these days').waitFor();
    await opened.page.getByRole('button', { name: 'Show all days' }).click();
    await panel(opened, 'By day').waitFor();
  });

  it('fit a phone in the dark', async () => {
    const opened = await dashboard.open('/visits', PHONE);
    await panel(opened, 'By day').waitFor();
    expect(await overflowOf(opened)).toBe(0);
    await opened.screenshot('visits-phone-dark');
    expect(await opened.violations()).toEqual([]);
  });
});
