import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { datasetFile, type TestProcess } from '@systole/test-kit';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenPage, TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { overflowOf, panel } from './page-facts.ts';
import { startWorkingDashboard, type WorkingDashboard } from './working-dashboard.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const satisfies BrowserContextOptions;

let world: WorkingDashboard;
let dashboard: TestDashboard;
let worker: TestProcess;

beforeAll(async () => {
  world = await startWorkingDashboard();
  dashboard = world.dashboard;
});
afterAll(async () => {
  await worker[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const fact = ({ page }: OpenPage, term: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: term }) })
    .locator('dd')
    .first();

describe('jobs before a worker has started', () => {
  it('are none, and the page says what declares them', async () => {
    const opened = await dashboard.open('/jobs');
    await opened.page.getByText('No jobs yet').waitFor();
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});

describe('jobs with a worker', () => {
  beforeAll(async () => {
    worker = await world.startWorker();
  });

  it('are a graph in the order in which they run, with what came of each and what is next', async () => {
    const opened = await dashboard.open('/jobs');
    const graph = panel(opened, 'What needs what');
    await graph.getByRole('link', { name: 'trend_analyzer_job' }).waitFor();
    const chain = graph.getByRole('list', { name: 'After simulate_time_series_job' });
    await eventually(() => chain.getByRole('link').allTextContents()).toEqual([
      'etl_job',
      'aggregate_biometrics_job',
      'trend_analyzer_job',
    ]);
    const ada = graph.getByRole('article').filter({ hasText: 'ingestion_job:ada' });
    await eventually(() => ada.textContent()).toMatch(/Success · .*Next (in \d+ \w+|due)/);
    await eventually(() =>
      opened.page.getByRole('region', { name: 'Runs of ingestion_job:ada' }).getByRole('link').count(),
    ).toBeGreaterThan(0);
    await opened.screenshot('jobs');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('run when somebody asks, the log comes line by line, and what needs them follows', async () => {
    await copyFile(
      datasetFile('seed-inputs/biometrics.csv'),
      path.join(world.clinicDirectory, 'biometrics.csv'),
    );
    const opened = await dashboard.open('/jobs/etl_job');
    await opened.page.getByRole('button', { name: 'Run now' }).click();
    await opened.page.getByRole('heading', { name: /^Run \d+ of etl_job$/ }).waitFor();
    await eventually(() => fact(opened, 'Status').textContent()).toMatch(/^(Success|Partial)/);
    await eventually(() => opened.page.getByRole('log').locator('p').count()).toBeGreaterThan(0);
    await eventually(() => fact(opened, 'Asked for').textContent()).toBe('apiby hand');
    await eventually(() => fact(opened, 'Led to').textContent()).toContain('aggregate_biometrics_job');
    await opened.screenshot('job-run');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('tell what they did not take, and by which rule', async () => {
    await writeFile(
      path.join(world.clinicDirectory, 'biometrics_bad.csv'),
      `patient_email,biometric_type,value,unit,timestamp
alice.johnson@example.com,glucose,111,mg/dL,2024-12-02T08:00:00
alice.johnson@example.com,glucose,9000,mg/dL,2024-12-02T09:00:00
alice.johnson@example.com,glucose,112,mg/dL,2024-12-02T10:00:00
`,
    );
    const opened = await dashboard.open('/jobs/etl_job');
    await opened.page.getByRole('button', { name: 'Run now' }).click();
    await opened.page.getByRole('heading', { name: /^Run \d+ of etl_job$/ }).waitFor();
    await eventually(() => fact(opened, 'Status').textContent()).toMatch(/^Partial/);
    const rule = panel(opened, 'Quality').getByRole('row').filter({ hasText: 'value-out-of-range' });
    expect(await rule.getByRole('cell').last().textContent()).toBe('1');
    await opened.page.getByText('biometrics_bad.csv, line 3, column value').waitFor();
    await opened.screenshot('job-run-partial');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('fetch a range of days again, and say at the field what is no range', async () => {
    const opened = await dashboard.open(`/jobs/${encodeURIComponent('ingestion_job:ada')}`);
    await opened.page.getByRole('button', { name: 'Backfill' }).click();
    const dialog = opened.page.getByRole('dialog');
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await dialog.getByLabel('Start date').fill(day(2));
    await dialog.getByLabel('End date').fill(day(4));
    await dialog.getByRole('button', { name: 'Run' }).click();
    await dialog.getByText('Must not lie before start_date').waitFor();
    await opened.screenshot('backfill');
    await eventually(opened.violations).toEqual([]);
    await dialog.getByLabel('Start date').fill(day(4));
    await dialog.getByLabel('End date').fill(day(3));
    await dialog.getByRole('button', { name: 'Run' }).click();
    await opened.page.getByRole('heading', { name: /^Run \d+ of ingestion_job:ada$/ }).waitFor();
    await eventually(() => fact(opened, 'Status').textContent()).toMatch(/^Success/);
    const asked = await fact(opened, 'With').textContent();
    expect(asked?.split(', ').toSorted()).toEqual([`end_date: ${day(3)}`, `start_date: ${day(4)}`]);
    await panel(opened, 'What it took in').getByText('ada').first().waitFor();
    await opened.screenshot('job-run-backfill');
    expect(opened.complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });

  it('are paused and resumed', async () => {
    const opened = await dashboard.open('/jobs/maintenance_job');
    await opened.page.getByRole('button', { name: 'Pause the schedule' }).click();
    await eventually(() => fact(opened, 'Next run').textContent()).toMatch(/^pausedsince /);
    await opened.screenshot('job-paused');
    await eventually(opened.violations).toEqual([]);
    await opened.page.getByRole('button', { name: 'Resume the schedule' }).click();
    await eventually(() => fact(opened, 'Next run').textContent()).toMatch(/^(in \d+ \w+|due)/);
    expect(opened.complaints).toEqual([]);
  });

  it('wait where nobody takes them, are cancelled while they do, and done again', async () => {
    await worker[Symbol.asyncDispose]();
    const opened = await dashboard.open('/jobs/etl_job');
    await opened.page.getByRole('button', { name: 'Run now' }).click();
    await opened.page.getByRole('heading', { name: /^Run \d+ of etl_job$/ }).waitFor();
    await eventually(() => fact(opened, 'Status').textContent()).toMatch(/^Queued/);
    await opened.page.getByRole('button', { name: 'Cancel this run' }).click();
    await eventually(() => fact(opened, 'Status').textContent()).toMatch(/^Cancelled/);
    const cancelled = opened.page.url();
    await opened.page.getByRole('button', { name: 'Do it again' }).click();
    await eventually(() => opened.page.url()).not.toBe(cancelled);
    await eventually(() => fact(opened, 'Asked for').textContent()).toMatch(/as a repetition, run \d+/);
    worker = await world.startWorker();
    await eventually(() => fact(opened, 'Status').textContent()).toMatch(/^(Success|Nothing new|Partial)/);
    expect(opened.complaints).toEqual([]);
  });

  it('fit a phone in the dark', async () => {
    const opened = await dashboard.open('/jobs', PHONE);
    await opened.page.getByRole('region', { name: 'Runs of etl_job' }).waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('jobs-phone-dark');
    await eventually(opened.violations).toEqual([]);
    const job = await dashboard.open('/jobs/etl_job', PHONE);
    await panel(job, 'Runs').getByRole('table').waitFor();
    await eventually(() => overflowOf(job)).toBe(0);
    await job.screenshot('job-phone-dark');
    await eventually(job.violations).toEqual([]);
  });

  it('and runs that are not there are said not to be there', async () => {
    const opened = await dashboard.open('/job-runs/999999');
    await opened.page.getByText('There is no such run').waitFor();
    const job = await dashboard.open('/jobs/nothing_job');
    await job.page.getByText('There is no such job').waitFor();
  });
});
