import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { datasetFile, startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { runSystole } from './run-systole.ts';

const database = await startTestDatabase();
const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-clinic-'));
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
const systole = (...args: readonly string[]) =>
  runSystole(args, { DATABASE_URL: database.url, DATA_DIRECTORY: folder });

describe('a clinic at the command line', () => {
  it('imports patients and readings, and says where rejected rows are', async () => {
    const patients = await systole('import', 'patients', datasetFile('seed-inputs/patients.json'));
    expect(patients.stdout).toContain('5 inserted');
    const file = path.join(folder, 'readings.csv');
    const row = 'bob.smith@example.com,weight,80,kg,2024-12-01T08:00:00';
    await writeFile(
      file,
      `patient_email,biometric_type,value,unit,timestamp\n${row}\n${row.replace('80', 'heavy')}\n`,
    );
    const { code, stdout } = await systole('import', 'biometrics', file);
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('1 inserted, 0 updated, 0 unchanged, 1 rejected'),
    ]);
    const [invalid = ''] = await readdir(path.join(folder, 'invalid'));
    expect(stdout).toContain(invalid);
    expect(await readFile(path.join(folder, 'invalid', invalid), 'utf8')).toContain('heavy');
  });

  it('refuses a user, and ranges that are none', async () => {
    const file = datasetFile('seed-inputs/biometrics.csv');
    const user = await systole('import', 'biometrics', '--user', 'anna', file);
    expect([user.code, user.stderr]).toEqual([2, expect.stringContaining('leave out --user')]);
    const ranges = await runSystole(['import', 'biometrics', file], {
      DATABASE_URL: database.url,
      ACCEPTED_GLUCOSE: '200-70',
    });
    expect([ranges.code, ranges.stderr]).toEqual([2, expect.stringContaining('ACCEPTED_GLUCOSE')]);
  });

  it('simulates readings, a file an hour', async () => {
    const { code, stdout } = await systole('simulate-readings', '--hours', '3');
    expect([code, stdout]).toEqual([0, expect.stringContaining('3 files written')]);
    expect(await readdir(path.join(folder, 'simulated'))).toHaveLength(3);
  });

  it('analyses trends, up to a time that may be named', async () => {
    const { code, stdout } = await systole('analyse-trends', '--until', '2024-12-10T00:00:00Z');
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 trend')]);
    const { rows } = await database.pool.query('SELECT patient_id, trend, points FROM biometric_trends');
    expect(rows).toEqual([{ patient_id: 2, trend: 'insufficient_data', points: 1 }]);
    expect((await systole('analyse-trends', '--until', 'yesterday')).code).toBe(2);
  });
});
