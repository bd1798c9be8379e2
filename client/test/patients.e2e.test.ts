import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClinicDashboard, type ClinicDashboard } from './clinic-dashboard.ts';
import type { TestDashboard } from './dashboard.ts';
import { eventually } from './eventually.ts';
import { overflowOf, panel, paramOf, rowsOf } from './page-facts.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  colorScheme: 'dark',
} as const satisfies BrowserContextOptions;

let clinic: ClinicDashboard;
let dashboard: TestDashboard;

beforeAll(async () => {
  clinic = await startClinicDashboard();
  dashboard = clinic.dashboard;
});
afterAll(() => clinic[Symbol.asyncDispose]());

describe('the list of patients', () => {
  it('shows everybody, and finds by a part of a name or of an address', async () => {
    const opened = await dashboard.open('/patients');
    await opened.page.getByRole('link', { name: 'Alice Johnson' }).waitFor();
    await eventually(() => opened.page.locator('tbody').getByRole('row').count()).toBe(5);
    await opened.screenshot('patients');
    await eventually(opened.violations).toEqual([]);

    await opened.page.getByLabel('Search').fill('bob.sm');
    await eventually(() => opened.page.locator('tbody').getByRole('row').count()).toBe(1);
    await eventually(() => paramOf(opened, 'search')).toBe('bob.sm');
    await opened.page.getByLabel('Search').fill('nobody at all');
    await opened.page.getByText('Nobody is found').waitFor();
    await opened.page.getByRole('button', { name: 'Show all patients' }).click();
    await eventually(() => opened.page.locator('tbody').getByRole('row').count()).toBe(5);
    await eventually(() => opened.page.getByLabel('Search').inputValue()).toBe('');
    expect(opened.complaints).toEqual([]);
  });

  it('takes in somebody new, and says at the field what is not accepted', async () => {
    const opened = await dashboard.open('/patients');
    await opened.page.getByRole('button', { name: 'Add a patient' }).click();
    const dialog = opened.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add the patient' }).click();
    await dialog.getByText('A patient needs a name').waitFor();
    await dialog.getByLabel('Name').fill('Eve <b>Adams</b>');
    await dialog.getByLabel('Date of birth').fill('1991-05-06');
    await dialog.getByLabel('E-mail address').fill('alice.johnson@example.com');
    await dialog.getByRole('button', { name: 'Add the patient' }).click();
    await dialog.getByText(/There is a patient with the e-mail address alice.johnson@example.com/).waitFor();
    await opened.screenshot('patient-form');
    await eventually(opened.violations).toEqual([]);
    await dialog.getByLabel('E-mail address').fill('eve.adams@example.com');
    await dialog.getByRole('button', { name: 'Add the patient' }).click();
    await opened.page.getByRole('heading', { name: 'Eve <b>Adams</b>' }).waitFor();
    await opened.page.getByText('No readings yet').waitFor();
    await opened.screenshot('patient-empty');
    // The refused address was answered with 409, which browsers report.
    expect(opened.complaints.filter((text) => !text.includes('409'))).toEqual([]);
  });
});

describe('the page of a patient', () => {
  const open = async (name: string, query = '', options?: BrowserContextOptions) => {
    const { rows } = await dashboard.pool.query<{ id: number }>('SELECT id FROM patients WHERE name = $1', [
      name,
    ]);
    return dashboard.open(`/patients/${rows[0]?.id ?? 0}${query}`, options);
  };

  it('shows curves of every type, the hours, and the figures behind trends', async () => {
    const opened = await open('Alice Johnson');
    await panel(opened, 'Blood pressure').getByRole('status').waitFor();
    await eventually(() => opened.page.locator('[aria-roledescription=chart]').count()).toBe(3);
    const chip = opened.page.getByRole('button', { name: /^Blood glucose/ });
    await chip.focus();
    await opened.page.getByText('Explained by the line (R²)').waitFor();
    await opened.screenshot('patient');
    await opened.page.getByText('All', { exact: true }).click();
    await eventually(() => paramOf(opened, 'days')).toBe('all');
    await eventually(opened.violations).toEqual([]);
    await opened.page.getByText('By the hour', { exact: true }).first().click();
    await panel(opened, 'By the hour').getByText('Blood pressure, systolic').first().waitFor();
    await eventually(() => paramOf(opened, 'view')).toBe('hours');
    await opened.screenshot('patient-hours');
    await eventually(opened.violations).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  it('speaks blood pressure as two numbers, and zooms all charts together', async () => {
    const opened = await open('Bob Smith');
    const chart = opened.page.getByRole('application', { name: /^Blood pressure/ });
    await chart.focus();
    await eventually(async () => {
      await opened.page.keyboard.press('Shift+ArrowRight');
      return chart.locator('[aria-live]').textContent();
    }).toMatch(/Blood pressure: \d+\/\d+ mmHg/);
    await panel(opened, 'Weight').getByRole('button', { name: 'Zoom in' }).click();
    await eventually(() => paramOf(opened, 'zoom')).toMatch(/^\d{8}T\d{6}Z-\d{8}T\d{6}Z$/);
    await panel(opened, 'Blood pressure').getByRole('button', { name: 'Reset the zoom' }).click();
    await eventually(() => paramOf(opened, 'zoom')).toBeNull();
    expect(opened.complaints).toEqual([]);
  });

  it('shows the days that are chosen, and hours in the place of many readings', async () => {
    const begun = Date.UTC(2025, 1, 28);
    const lines = Array.from(
      { length: 700 },
      (_, i) =>
        `david.lee@example.com,glucose,${90 + (i % 60)},mg/dL,${new Date(begun + i * 600_000).toISOString()}\n`,
    );
    await clinic.importReadings(`patient_email,biometric_type,value,unit,timestamp\n${lines.join('')}`);
    const opened = await open('David Lee', '?days=2025-03-01..2025-03-02');
    const shown = panel(opened, 'Blood glucose').getByRole('status');
    await eventually(() => shown.textContent()).toBe('288 readings');
    await opened.page.getByText('All', { exact: true }).click();
    await eventually(() => shown.textContent()).toMatch(/^\d+ hourly values$/);
    await opened.screenshot('patient-many-readings');
    await opened.page
      .getByRole('radiogroup', { name: 'What is shown' })
      .getByText('Readings', { exact: true })
      .click();
    await eventually(() => paramOf(opened, 'view')).toBe('readings');
    await eventually(() => shown.textContent()).toMatch(/^7\d\d readings$/);
    const empty = await open('David Lee', '?days=2020-01-01..2020-01-31');
    await empty.page.getByText('No readings in these days').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('takes in a reading, marks it where it is an outlier, and is rid of it again', async () => {
    const opened = await open('Carla Diaz', '?type=glucose');
    await rowsOf(opened, 'All readings').first().waitFor();
    await opened.page.getByRole('button', { name: 'Enter a reading' }).click();
    const dialog = opened.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save the reading' }).click();
    await dialog.getByText('Enter a number').waitFor();
    await dialog.getByLabel('Value').fill('9000');
    await dialog.getByRole('button', { name: 'Save the reading' }).click();
    await dialog.getByText(/9000 .*2,?656/).waitFor();
    await opened.screenshot('reading-form');
    await eventually(opened.violations).toEqual([]);
    await dialog.getByLabel('Value').fill('312.5');
    await dialog.getByRole('button', { name: 'Save the reading' }).click();
    await dialog.waitFor({ state: 'detached' });
    const entered = rowsOf(opened, 'All readings').filter({ hasText: '312.5 mg/dL' });
    await entered.waitFor();
    await eventually(() => entered.textContent()).toContain('Outlier');
    await opened.screenshot('patient-outlier');

    await entered.getByRole('button', { name: /^Delete 312.5/ }).click();
    await opened.page.getByRole('button', { name: 'Keep it' }).waitFor();
    await opened.screenshot('delete-reading');
    await eventually(opened.violations).toEqual([]);
    await opened.page.getByRole('button', { name: 'Keep it' }).click();
    await entered.getByRole('button', { name: /^Delete 312.5/ }).click();
    await opened.page.getByRole('button', { name: 'Delete it' }).click();
    await entered.waitFor({ state: 'detached' });
    await eventually(async () => {
      const { rowCount } = await dashboard.pool.query('SELECT FROM biometrics WHERE value = 312.5');
      return rowCount;
    }).toBe(0);
    expect(opened.complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });

  it('changes what is known of the patient', async () => {
    const opened = await open('Bob Smith');
    await opened.page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = opened.page.getByRole('dialog');
    await dialog.getByLabel('Phone').fill('+49 30 1234');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await opened.page.getByText('+49 30 1234').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  it('keeps what was typed while the API is away, and saves it when it is back', async () => {
    const opened = await open('Ellen Wright');
    await rowsOf(opened, 'All readings').first().waitFor();
    await opened.page.getByRole('button', { name: 'Enter a reading' }).click();
    const dialog = opened.page.getByRole('dialog');
    await dialog.getByLabel('Value').fill('77.5');
    await dashboard.stopApi();
    await dialog.getByRole('button', { name: 'Save the reading' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/The API cannot be reached/)
      .waitFor();
    await dashboard.startApi();
    await dialog.getByRole('button', { name: 'Save the reading' }).click();
    await dialog.waitFor({ state: 'detached' });
    await rowsOf(opened, 'All readings').filter({ hasText: '77.5 mg/dL' }).waitFor();
  });

  it('fits a phone in the dark', async () => {
    const opened = await open('Alice Johnson', '', PHONE);
    await panel(opened, 'Blood pressure').getByRole('status').waitFor();
    await rowsOf(opened, 'All readings').first().waitFor();
    await eventually(() => overflowOf(opened)).toBe(0);
    await opened.screenshot('patient-phone-dark');
    await eventually(opened.violations).toEqual([]);
  });

  it('says that there is no such patient, and that a link means nothing', async () => {
    const missing = await dashboard.open('/patients/999999');
    await missing.page.getByText('There is no such patient').waitFor();
    const nonsense = await open('Alice Johnson', '?view=sideways&type=mood&page=-3&zoom=x');
    await nonsense.page
      .getByText('Not known here: view “sideways”, type “mood”, page “-3”, zoom “x”.')
      .waitFor();
  });
});
