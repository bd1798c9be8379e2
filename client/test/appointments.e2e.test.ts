import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeWorkbook, type CellValue } from '@systole/test-kit';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDashboard, type OpenPage, type TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { overflowOf, panel, paramOf, rowsOf } from './page-facts.ts';
import { runCli } from './run-cli.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const satisfies BrowserContextOptions;

const DOCTORS = `doctor_id,name,specialty
1,dr.  JANE o'brien,cardiology
2,Ronald McDonald MD,internal  MEDICINE
3,<b>Eve</b>,cardiology
`;
const STATUSES = ['Confirmed', 'confirmed.', 'canceled', 'CANCELLED ', 'no idea'];
/** 60 appointments of days in December 2025, of six patients and two doctors; one is of a doctor who is not there. */
const APPOINTMENTS: CellValue[][] = [
  ['booking_id', 'patient_id', 'doctor_id', 'booking_date', 'status'],
  ...Array.from({ length: 60 }, (_, index): CellValue[] => [
    index + 1,
    30 + (index % 6),
    index === 59 ? 99 : 1 + (index % 2),
    new Date(Date.UTC(2025, 11, 1 + ((index * 7) % 20))).toISOString().slice(0, 10),
    STATUSES[index % 5] ?? '',
  ]),
];

let dashboard: TestDashboard;
let folder: string;

const systole = (...given: string[]) =>
  runCli(given, { DATABASE_URL: dashboard.databaseUrl, RAW_DIRECTORY: path.join(folder, 'raw') });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'systole-test-'));
  dashboard = await startDashboard({ RAW_DIRECTORY: path.join(folder, 'raw') });
});
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('appointments before a file has come', () => {
  it('are none, and the page says how to bring them', async () => {
    const opened = await dashboard.open('/appointments');
    await opened.page.getByText('npx systole import appointments appointments.xlsx').waitFor();
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});

describe('appointments that are uploaded', () => {
  const choose = async ({ page }: OpenPage, what: string, file: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('region', { name: what, exact: true }).getByRole('button').click(),
    ]);
    await chooser.setFiles(file);
  };

  it('come as Excel, and what was not taken is told by line and column', async () => {
    const opened = await dashboard.open('/appointments');
    const [doctors, appointments] = [
      path.join(folder, 'doctors.csv'),
      path.join(folder, 'appointments.xlsx'),
    ];
    await writeFile(doctors, DOCTORS);
    await writeWorkbook(appointments, { sheets: [{ name: 'Bookings', rows: APPOINTMENTS }] });
    await choose(opened, 'Upload doctors', doctors);
    await panel(opened, 'Upload doctors')
      .getByText(/^Taken in 3 rows: 3 new/)
      .waitFor();
    await choose(opened, 'Upload doctors', doctors);
    await panel(opened, 'Upload doctors').getByText('The same file as before: nothing new.').waitFor();
    await choose(opened, 'Upload appointments', appointments);
    await panel(opened, 'Upload appointments').getByText('60 rows: 59 new.').waitFor();
    const rejected = panel(opened, 'Upload appointments').getByRole('row').nth(1);
    expect(await rejected.getByRole('rowheader').textContent()).toBe('61');
    expect(await rejected.textContent()).toContain('doctor_id: 99');
    await rowsOf(opened, 'Confirmed appointments per doctor').first().waitFor();
    await opened.screenshot('appointments-uploaded');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});

describe('appointments of two files', () => {
  beforeAll(async () => {
    const [doctors, appointments] = [
      path.join(folder, 'doctors.csv'),
      path.join(folder, 'appointments.xlsx'),
    ];
    await writeFile(doctors, DOCTORS);
    await writeWorkbook(appointments, { sheets: [{ name: 'Bookings', rows: APPOINTMENTS }] });
    await systole('import', 'doctors', doctors);
    await systole('import', 'appointments', appointments);
  });

  it('are reported as the database has them, with bars and by day', async () => {
    const opened = await dashboard.open('/appointments');
    await eventually(() => rowsOf(opened, 'Confirmed appointments per doctor').count()).toBe(3);
    const { rows: held } = await dashboard.pool.query<{ confirmed: number }>(
      `SELECT count(*)::int AS confirmed FROM appointments WHERE status = 'confirmed' AND doctor_id = '1'`,
    );
    const jane = rowsOf(opened, 'Confirmed appointments per doctor').filter({ hasText: "Dr. Jane O'Brien" });
    expect(await jane.textContent()).toMatch(new RegExp(`Cardiology${held[0]?.confirmed}$`));
    await panel(opened, 'Cancelled appointments in a period, by day')
      .locator('[aria-roledescription=chart]')
      .waitFor();
    const files = panel(opened, 'Of these files');
    await eventually(() => files.textContent()).toMatch(/doctors\.csv.*appointments\.xlsx/);
    await opened.screenshot('appointments');
    await eventually(opened.violations).toEqual([]);
    await files.getByRole('link', { name: 'appointments.xlsx' }).click();
    await opened.page.getByRole('heading', { name: /^Quality of run \d+$/ }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('of another patient are asked for, and the URL remembers it', async () => {
    const opened = await dashboard.open('/appointments');
    const report = panel(opened, 'Confirmed appointments of a patient');
    await report.getByRole('textbox', { name: 'Patient' }).fill('31');
    await report.getByRole('button', { name: 'Ask' }).click();
    await eventually(() => paramOf(opened, 'patient_id')).toBe('31');
    const { rows: held } = await dashboard.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM appointments WHERE status = 'confirmed' AND patient_id = '31'`,
    );
    await eventually(() => rowsOf(opened, 'Confirmed appointments of a patient').count()).toBe(
      held[0]?.count,
    );
    await opened.page.reload();
    await eventually(() => rowsOf(opened, 'Confirmed appointments of a patient').count()).toBe(
      held[0]?.count,
    );
    await report.getByRole('textbox', { name: 'Patient' }).fill('nobody');
    await report.getByRole('button', { name: 'Ask' }).click();
    await report.getByText('There is none.').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('of a period that ends before it begins are refused at the field', async () => {
    const opened = await dashboard.open('/appointments');
    const report = panel(opened, 'Cancelled appointments in a period');
    await report.getByLabel('From').fill('2025-12-10');
    await report.getByLabel('To').fill('2025-12-01');
    await report.getByRole('button', { name: 'Ask' }).click();
    await report.getByText('Must not be after end_date').waitFor();
    await report.getByLabel('To').fill('2025-12-12');
    await report.getByRole('button', { name: 'Ask' }).click();
    await eventually(() => paramOf(opened, 'end_date')).toBe('2025-12-12');
    await rowsOf(opened, 'Cancelled appointments in a period').first().waitFor();
    expect(opened.complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });

  it('fit a phone in the dark', async () => {
    const opened = await dashboard.open('/appointments', PHONE);
    await rowsOf(opened, 'Confirmation ratio by specialty').first().waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('appointments-phone-dark');
    await eventually(opened.violations).toEqual([]);
  });
});
