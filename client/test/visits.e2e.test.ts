import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetFile } from '@systole/test-kit';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { linesOf, overflowOf, panel, paramOf } from './page-facts.ts';
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

/** A file that is there already changes nothing, so that each test can ask for what it needs. */
const importSeed = () => systole('import', 'patient-visits', datasetFile('seed-inputs/patient_visits.csv'));
const importMany = async () => {
  const file = path.join(folder, 'visits.csv');
  await writeFile(file, [HEADER, ...VISITS].join('\n'));
  await systole('import', 'patient-visits', file);
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'systole-test-'));
  dashboard = await startDashboard({ RAW_DIRECTORY: path.join(folder, 'raw') });
});
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('visits', () => {
  it('are none before a file has come, and the page says how to bring one', async () => {
    const opened = await dashboard.open('/visits');
    await opened.page.getByText('npx systole import patient-visits patient_visits.csv').waitFor();
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('of a file are shown by day, summed, and one by one', async () => {
    await importSeed();
    const opened = await dashboard.open('/visits?days=all');
    const rows = panel(opened, 'By day').locator('tbody').getByRole('row');
    await rows.first().waitFor();
    const { rows: held } = await dashboard.pool.query<{ days: number; visits: number }>(
      'SELECT count(*)::int AS days, sum(visits)::int AS visits FROM daily_visit_metrics',
    );
    await eventually(() => rows.count()).toBe(held[0]?.days);
    await eventually(() => panel(opened, 'These days together').textContent()).toContain(
      `Visits${held[0]?.visits}on ${held[0]?.days} days`,
    );
    await opened.page.getByText('Each visit', { exact: true }).click();
    await panel(opened, 'Each visit').getByRole('rowheader', { name: 'V1001' }).waitFor();
    await eventually(() => paramOf(opened, 'table')).toBe('visits');
    expect(opened.complaints).toEqual([]);
  });

  it('of many days are drawn in curves that zoom together, for the days that the URL names', async () => {
    await importMany();
    const opened = await dashboard.open('/visits');
    await panel(opened, 'Cost of a visit').waitFor();
    await eventually(() => opened.page.locator('[aria-roledescription=chart]').count()).toBe(3);
    await opened.screenshot('visits');
    await eventually(opened.violations).toEqual([]);

    await panel(opened, 'Total cost by day').getByRole('button', { name: 'Zoom in' }).click();
    await eventually(() => paramOf(opened, 'zoom')).not.toBeNull();
    await opened.page.getByText('7 d', { exact: true }).click();
    await eventually(() => panel(opened, 'By day').locator('tbody').getByRole('row').count()).toBe(7);
    await eventually(() => paramOf(opened, 'days')).toBe('7d');
    await eventually(() => paramOf(opened, 'zoom')).toBeNull();
    await opened.page.reload();
    await eventually(() => panel(opened, 'By day').locator('tbody').getByRole('row').count()).toBe(7);
    expect(opened.complaints).toEqual([]);
  });

  it('outside the days there are none, and the page leads back to those there are', async () => {
    await importSeed();
    const opened = await dashboard.open('/visits?days=2020-01-01..2020-01-31');
    await opened.page.getByText('No visits in these days').waitFor();
    await opened.page.getByRole('button', { name: 'Show all days' }).click();
    await panel(opened, 'By day').waitFor();
  });

  it('come by dropping a file as well, with what was not taken beside the cell that is wrong', async () => {
    const opened = await dashboard.open('/visits');
    const bad = 'p900,u900,2026-01-30,A10,PR1,-5,2026-01-30T12:00:00Z';
    const transfer = await opened.page.evaluateHandle((text) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], 'new.csv', { type: 'text/csv' }));
      return dropped;
    }, [HEADER, 'p901,u901,2026-01-30,A10,PR1,5,2026-01-30T12:00:00Z', bad].join('\n'));
    await opened.page.getByText('Drop a CSV here').dispatchEvent('drop', { dataTransfer: transfer });
    await panel(opened, 'Upload visits').getByText('2 rows: 1 new.').waitFor();
    const row = opened.page
      .getByRole('region', { name: 'Rejected rows of the file' })
      .getByRole('row')
      .nth(1);
    expect(await row.locator('mark').textContent()).toBe('-5');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('fit a phone in the dark', async () => {
    await importMany();
    const opened = await dashboard.open('/visits', PHONE);
    await panel(opened, 'By day').waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('visits-phone-dark');
    await eventually(opened.violations).toEqual([]);
  });
});

describe('the quality of files', () => {
  beforeAll(importSeed);

  it('is a report with every check of a run, to which Runs lead', async () => {
    const opened = await dashboard.open('/runs?dataset=patient_visits');
    await opened.page
      .getByRole('link', { name: /^Run \d+$/ })
      .last()
      .click();
    await opened.page.getByRole('dialog').getByRole('link', { name: 'quality report' }).click();
    const checks = panel(opened, 'Checks').locator('tbody').getByRole('row');
    await eventually(() => checks.count()).toBe(9);
    expect(await opened.page.getByText('Not known here').count()).toBe(0);
    const { rows: held } = await dashboard.pool.query<{ name: string }>(
      'SELECT name FROM ops.quality_checks WHERE run_id = 1 ORDER BY position',
    );
    const names = await checks.locator('strong').allTextContents();
    expect(names).toEqual(held.map(({ name }) => name));
    const costs = checks.filter({ hasText: 'visit_cost empty' });
    expect(await costs.textContent()).toMatch(/Warningwarning20 %at most 5 %/);
    await opened.screenshot('run-quality');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('that was kept back says so, and the history of each check shows it', async () => {
    const file = path.join(folder, 'bad.csv');
    const bad = VISITS.slice(0, 20).map((row, index) =>
      index % 5 === 0 ? row.replace(/2025-12-/, '2025-13-') : row,
    );
    await writeFile(file, [HEADER, ...bad].join('\n'));
    await expect(systole('import', 'patient-visits', file)).rejects.toThrow(/quality gates/);
    const opened = await dashboard.open('/quality');
    const visits = opened.page.getByRole('row').filter({ hasText: 'patient_visits' });
    await visits.waitFor();
    await eventually(() => visits.textContent()).toContain('Kept back');
    await opened.screenshot('quality');
    await eventually(opened.violations).toEqual([]);
    await visits.getByRole('link', { name: 'patient_visits' }).click();
    const readable = panel(opened, 'visit_date readable');
    await readable.waitFor();
    expect(await readable.textContent()).toMatch(/Failed 80 % · allowed: at least 99 % · critical/);
    await eventually(() => opened.page.locator('[aria-roledescription=chart]').count()).toBe(9);
    await opened.screenshot('quality-history');
    await eventually(opened.violations).toEqual([]);
    await panel(opened, 'Runs').getByRole('link').first().click();
    await opened.page.getByText('Kept back').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('fits a phone in the dark', async () => {
    const opened = await dashboard.open('/runs/1/quality', PHONE);
    await panel(opened, 'Checks').waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('run-quality-phone-dark');
    await eventually(opened.violations).toEqual([]);
    const history = await dashboard.open('/quality/patient_visits', PHONE);
    await panel(history, 'Runs').waitFor();
    await eventually(() => overflowOf(history)).toBe(0);
    const overview = await dashboard.open('/quality', PHONE);
    const head = overview.page.getByRole('columnheader', { name: 'Newest file' });
    await head.waitFor();
    await eventually(() => overflowOf(overview)).toBe(0);
    expect(await linesOf(head)).toBe(1);
  });

  it('of what is not there is said not to be there', async () => {
    const opened = await dashboard.open('/runs/999999/quality');
    await opened.page.getByText('There is no such run').waitFor();
    const history = await dashboard.open('/quality/moods');
    await history.page.getByText('There is no such dataset').waitFor();
  });
});
