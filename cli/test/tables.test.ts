import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetFile, startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { runSystole } from './run-systole.ts';

const VISITS = datasetFile('seed-inputs/patient_visits.csv');

describe('tables on the command line', async () => {
  const database = await startTestDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), 'systole-tables-'));
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });
  const run = (...args: readonly string[]) =>
    runSystole(args, { DATABASE_URL: database.url, DATA_DIRECTORY: folder });

  it('are imported with their gates and first rejects, and a report for programs', async () => {
    const { code, stdout } = await run('import', 'patient-visits', VISITS);
    expect(code).toBe(0);
    expect(stdout).toContain('partial: run 1, 6 rows');
    expect(stdout).toContain('4 inserted, 0 updated, 1 unchanged, 1 rejected');
    expect(stdout).toMatch(/visit_cost empty +warning +0\.2 +0\.05/);
    expect(stdout).toMatch(/patient_visits\.csv:6 patient_id/);
    const file = path.join(folder, 'reports', 'patient_visits', 'run-1', 'dq_report.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      run_id: 1,
      passed: true,
      rows: { read: 6, accepted: 5, rejected: 1, superseded: 1 },
    });
  });

  it('say that a file was published before', async () => {
    const { code, stdout } = await run('import', 'patient-visits', VISITS);
    expect(code).toBe(0);
    expect(stdout).toContain('This file was published before.');
  });

  it('are refused by a critical gate with exit code 1, and by what is no table with 2', async () => {
    const bad = path.join(folder, 'bad.csv');
    writeFileSync(bad, 'patient_id,visit_id\np1,v1\n');
    const refused = await run('import', 'patient-visits', bad);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('columns are missing: visit_date');
    writeFileSync(bad, '');
    const none = await run('import', 'patient-visits', bad);
    expect(none.code).toBe(2);
    // By its own name, here and in the ledger, and not by the one under which it is kept.
    expect(none.stderr).toMatch(/^bad\.csv: the file is empty$/m);
    const { rows } = await database.pool.query(
      'SELECT error FROM ops.pipeline_runs ORDER BY run_id DESC LIMIT 1',
    );
    expect(rows).toEqual([{ error: 'bad.csv: the file is empty' }]);
    expect((await run('import', 'patient-visits', path.join(folder, 'none.csv'))).code).toBe(2);
    const directory = await run('import', 'patient-visits', folder);
    expect(directory.code).toBe(2);
    expect(directory.stderr).toBe(`${folder}: that is a folder, not a file\n`);
    expect((await run('import', 'patient-visits', '--user', 'u', VISITS)).code).toBe(2);
  });

  it('are rebuilt from the files that were kept', async () => {
    await database.pool.query('DELETE FROM fact_visits');
    const { code, stdout } = await run('rebuild', 'patient_visits');
    expect(code).toBe(0);
    expect(stdout).toContain('4 inserted');
    const { rows } = await database.pool.query('SELECT count(*) AS count FROM fact_visits');
    expect(rows).toEqual([{ count: 4 }]);
    expect((await run('rebuild', 'nothing')).code).toBe(2);
  });

  it('have their rejects retried', async () => {
    const { code, stdout } = await run('rejects', 'retry', '1');
    expect(code).toBe(0);
    expect(stdout).toContain('0 rejects of run 1 resolved');
    expect((await run('rejects', 'retry', '4711')).code).toBe(2);
    expect((await run('rejects', '1')).stdout).toContain('field-missing');
  });
});
