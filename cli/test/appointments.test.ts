import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectPath, startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { runSystole } from './run-systole.ts';

const DOCTORS = projectPath('etl/samples/doctors.xlsx');
const APPOINTMENTS = projectPath('etl/samples/appointments.xlsx');

describe('doctors and appointments on the command line', async () => {
  const database = await startTestDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'systole-appointments-'));
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
  const run = (...args: readonly string[]) =>
    runSystole(args, { DATABASE_URL: database.url, DATA_DIRECTORY: folder });

  it('are checked without a database', async () => {
    const nowhere = { DATABASE_URL: 'postgres://127.0.0.1:1/none', DATA_DIRECTORY: folder };
    const { code, stdout } = await runSystole(['import', 'appointments', '--dry-run', APPOINTMENTS], nowhere);
    expect(code).toBe(0);
    expect(stdout).toContain('dry run: 242 rows checked, 9 would be rejected, nothing loaded');
    expect(stdout).toMatch(/doctor_id known +– +– +0\.95/);
    expect(stdout).toContain('appointments.xlsx:22 patient_id, sheet Bookings');
    const refused = await runSystole(['import', 'doctors', '--dry-run', APPOINTMENTS], nowhere);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('columns are missing: name, specialty');
    writeFileSync(path.join(folder, 'empty.csv'), '');
    expect(
      (await runSystole(['import', 'doctors', '--dry-run', path.join(folder, 'empty.csv')], nowhere)).code,
    ).toBe(2);
  });

  it('are imported, doctors first, and the reports follow', async () => {
    expect((await run('import', 'appointments', APPOINTMENTS)).code).toBe(1);
    expect((await run('import', 'doctors', DOCTORS)).stdout).toContain('12 inserted');
    const { code, stdout } = await run('import', 'appointments', APPOINTMENTS);
    expect(code).toBe(0);
    expect(stdout).toContain('229 inserted, 0 updated, 2 unchanged, 11 rejected');
    expect(stdout).toContain('Doctor with most confirmed appointments');
    expect(stdout).toMatch(/Confirmed appointments of a patient {2}patient id: 34/);
    expect(stdout).toContain('Confirmation ratio by specialty');
  });

  it('answer reports, all or one, for people and for programs', async () => {
    const all = await run('report');
    expect(all.code).toBe(0);
    expect(all.stdout.match(/^\S.*appointments|^Confirmation ratio/gm)).toHaveLength(5);
    const { stdout } = await run(
      'report',
      'cancelled-in-period',
      '--from',
      '2025-03-01',
      '--to',
      '2025-03-31',
      '--json',
    );
    const { rows } = JSON.parse(stdout) as { rows: { booking_date: string }[] };
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ booking_date }) => booking_date.startsWith('2025-03-'))).toBe(true);
    expect((await run('report', 'confirmed-of-patient', '--patient', 'nobody')).stdout).toContain('none');
  });

  it.each([
    ['report', 'nothing'],
    ['report', '--from', '2025-02-30'],
    ['import', 'doctors', '--user', 'u', DOCTORS],
    ['import', 'doctors', '--dry-run', '--time-zone', 'UTC', DOCTORS],
  ])('are not asked by %s %s', async (...args) => {
    expect((await run(...args)).code).toBe(2);
  });
});
