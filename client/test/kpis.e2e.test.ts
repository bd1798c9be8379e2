import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetFile } from '@systole/test-kit';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type OpenPage, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { overflowOf, paramOf } from './page-facts.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const satisfies BrowserContextOptions;

const DIRTY = `date;steps_n;proteins_g;kcal_in;kcal_junk_in;kcal_out_training;sleep_hours;stress_rel;weight_kg;waist_cm
19/03/2026;9000;150;2100;100;200;7;3;81,5;99
20/03/2026;many;150;2100;100;200;7;3;81,4;99
21/03/2026;9000;150;2100;100;200;27;3;<b>81</b>;99
22/03/2026;12000;150;2100;100;200;7;3;81,2;99
`;

let dashboard: TestDashboard;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'systole-test-'));
  dashboard = await startDashboard({ RAW_DIRECTORY: path.join(folder, 'raw') });
});
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const cards = ({ page }: OpenPage) => page.getByRole('list', { name: 'KPIs' }).getByRole('listitem');
const card = (opened: OpenPage, name: string) =>
  cards(opened).filter({ has: opened.page.getByRole('heading', { name, exact: true }) });

/** Drops a file on the zone, as a person does from a folder. */
async function drop({ page }: OpenPage, name: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], fileName, { type: 'text/csv' }));
      return dropped;
    },
    [name, content] as const,
  );
  await page.getByText('Drop a CSV here').dispatchEvent('drop', { dataTransfer: transfer });
}

describe('daily KPIs', () => {
  it('begin with a file: half a year of days is chosen, taken in, and shown as cards and curves', async () => {
    const opened = await dashboard.open('/kpis?user=anna');
    await opened.page.getByText('No days of anna yet').waitFor();
    await opened.screenshot('kpis-empty');
    await eventually(opened.violations).toEqual([]);

    const [chooser] = await Promise.all([
      opened.page.waitForEvent('filechooser'),
      opened.page.getByRole('button', { name: 'Choose a file' }).click(),
    ]);
    await chooser.setFiles(datasetFile('seed-inputs/daily_metrics.csv'));
    await opened.page.getByText(/199 of 199 rows are good/).waitFor();
    await eventually(() => cards(opened).count()).toBe(11);
    await eventually(() => card(opened, 'Steps').textContent()).toMatch(
      /100 %.*Goal: 10,000 steps, reached on \d+ of \d+ days/,
    );
    await eventually(() => opened.page.locator('[aria-roledescription=chart]').count()).toBe(10);
    await opened.screenshot('kpis');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('are those that the API gives', async () => {
    const opened = await dashboard.open('/kpis?user=anna&days=all');
    await cards(opened).first().waitFor();
    const answer = await fetch(
      `${dashboard.url}/api/kpis?start_date=2026-03-18&end_date=2026-03-18&user_id=anna`,
    );
    const [day] = (await answer.json()) as { protein_per_kg: number; weight_7d_avg: number }[];
    await eventually(() => card(opened, 'Protein').textContent()).toContain(`${day?.protein_per_kg} g/kg`);
    await eventually(() => card(opened, 'Weight, 7 days').textContent()).toContain(
      `${day?.weight_7d_avg} kg`,
    );
  });

  it('come by dropping a file, with what was not taken beside the cell that is wrong', async () => {
    const opened = await dashboard.open('/kpis?user=anna');
    await cards(opened).first().waitFor();
    await drop(opened, 'march.csv', DIRTY);
    await opened.page.getByText('Partly taken in').waitFor();
    const rows = opened.page.getByRole('region', { name: 'Rejected rows of the file' }).getByRole('row');
    await eventually(() => rows.count()).toBe(3);
    const many = rows.nth(1).getByRole('cell').nth(1);
    expect(await many.textContent()).toBe('many"many" is no number like 83.9');
    expect(await rows.nth(1).getByRole('rowheader').textContent()).toBe('3');
    expect(await rows.nth(2).textContent()).toContain('<b>81</b>');
    await opened.screenshot('kpis-rejects');
    await eventually(opened.violations).toEqual([]);
    await eventually(() => card(opened, 'Steps').textContent()).toContain('Sun, 22 Mar 2026');
    await opened.page.getByRole('link', { name: /^run \d+$/ }).click();
    await opened.page.getByRole('dialog').getByText('march.csv, line 3, column steps_n').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('are not made of a file that is none, and the page says why', async () => {
    const opened = await dashboard.open('/kpis?user=anna');
    await cards(opened).first().waitFor();
    await drop(opened, 'shopping.csv', 'apples;pears\n1;2\n');
    await opened.page.getByRole('alert').getByText('The file cannot be taken in').waitFor();
    await opened.page
      .getByRole('alert')
      .getByText(/columns are missing|date/)
      .waitFor();
    await opened.screenshot('kpis-refused');
    expect(opened.complaints.filter((text) => !text.includes('422'))).toEqual([]);
  });

  it('follow the profile: another goal is another share of it', async () => {
    const opened = await dashboard.open('/kpis?user=anna&days=2026-03-19..2026-03-19');
    await eventually(() => card(opened, 'Steps').textContent()).toContain('90 %');
    await opened.page.getByRole('button', { name: 'Profile and goals' }).click();
    const dialog = opened.page.getByRole('dialog');
    await dialog.getByLabel('Height in cm').fill('900');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Must be from 50 to 260').waitFor();
    await opened.screenshot('profile-form');
    await eventually(opened.violations).toEqual([]);
    await dialog.getByLabel('Height in cm').fill('171');
    await dialog.getByLabel('Goal: steps a day').fill('18000');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(() => card(opened, 'Steps').textContent()).toContain('50 %');
    await eventually(() => card(opened, 'Steps').textContent()).toContain('Goal: 18,000 steps');
    expect(opened.complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });

  it('are of the days that the URL names, which a calendar chooses, and zoom together', async () => {
    const opened = await dashboard.open('/kpis?user=anna');
    await cards(opened).first().waitFor();
    await opened.page.getByRole('button', { name: /^Choose the days/ }).click();
    await opened.page.getByRole('button', { name: /^2 March 2026/ }).click();
    await opened.page.getByRole('button', { name: /^9 March 2026/ }).click();
    await eventually(() => paramOf(opened, 'days')).toBe('2026-03-02..2026-03-09');
    await eventually(() => card(opened, 'Sleep, 7 days').textContent()).toContain('Mon, 9 Mar 2026');
    await opened.page.getByRole('region', { name: 'Sleep' }).getByRole('button', { name: 'Zoom in' }).click();
    await eventually(() => paramOf(opened, 'zoom')).not.toBeNull();
    const nonsense = await dashboard.open('/kpis?user=anna&days=yesterday');
    await nonsense.page.getByText('Not known here: days “yesterday”.').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('fit a phone in the dark', async () => {
    const opened = await dashboard.open('/kpis?user=anna', PHONE);
    await cards(opened).first().waitFor();
    await opened.page.locator('[aria-roledescription=chart]').last().waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('kpis-phone-dark');
    await eventually(opened.violations).toEqual([]);
  });

  it('of a large file are sent with progress', async () => {
    const opened = await dashboard.open('/kpis?user=ben');
    const days = await readFile(datasetFile('seed-inputs/daily_metrics.csv'), 'utf8');
    const file = path.join(folder, 'large.csv');
    // The same days over and over: what counts is the size.
    await writeFile(file, days + days.slice(days.indexOf('\n') + 1).repeat(60));
    const network = await opened.page.context().newCDPSession(opened.page);
    const allowUpload = (bytesPerSecond: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: bytesPerSecond,
      });
    // So slowly that it is not over before it was seen.
    await allowUpload(100_000);
    const [chooser] = await Promise.all([
      opened.page.waitForEvent('filechooser'),
      opened.page.getByRole('button', { name: 'Choose a file' }).click(),
    ]);
    await chooser.setFiles(file);
    await opened.page.getByText(/^Sending large.csv: [1-9]\d? %$/).waitFor();
    await opened.screenshot('kpis-sending');
    await allowUpload(-1);
    await opened.page.getByText(/rows are good/).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});
