import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProcess, startTestDatabase, type TestDatabase, type TestProcess } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pressControlC, runSystole, startSystole } from './run-systole.ts';

let database: TestDatabase;
let worker: TestProcess;
let folder: string;

beforeAll(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'systole-jobs-'));
  expect((await systole('jobs')).stdout).toContain('No jobs yet');
  worker = startProcess('ingestion-service/src/main.ts', {
    environment: { DATABASE_URL: database.url, CLINIC_DIRECTORY: folder, INGESTION_PORT: '0' },
  });
  await worker.printed(/at work/);
});
afterAll(async () => {
  await worker[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const systole = (...args: readonly string[]) => runSystole(args, { DATABASE_URL: database.url });

describe('systole run', () => {
  it('runs a job, shows what it says, and ends with how it ended', async () => {
    const { code, stdout, stderr } = await systole('run', 'aggregate_biometrics_job');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^run \d+ of aggregate_biometrics_job/);
    expect(stdout).toContain('the hourly summary is up to date');
    expect(stdout).toMatch(/success: 0 inserted, 0 updated, 0 rejected/);
  });

  it('passes parameters on', async () => {
    const { code } = await systole(
      'run',
      'trend_analyzer_job',
      '-p',
      'days=90',
      'until=2025-07-01T00:00:00Z',
    );
    expect(code).toBe(0);
    const { rows } = await database.pool.query(
      `SELECT parameters FROM ops.job_runs WHERE job = 'trend_analyzer_job' AND trigger = 'manual'`,
    );
    expect(rows).toEqual([{ parameters: { days: 90, until: '2025-07-01T00:00:00Z' } }]);
  });

  it.each([
    [['nothing_job'], "There is no job 'nothing_job'. There are: aggregate_biometrics_job"],
    [['etl_job', '-p', 'start_date=2025-06-01'], 'start_date'],
    [['trend_analyzer_job', '-p', 'days=0'], 'days must be from 1 to 3650'],
    [['trend_analyzer_job', '-p', 'days'], 'name=value'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, stderr } = await systole('run', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('leaves a run that nobody takes in the queue when it is interrupted', async () => {
    await database.pool.query(
      `INSERT INTO ops.jobs (name, kind, user_id, concurrency_key, time_zone, is_own)
       VALUES ('ingestion_job:ada', 'ingestion_job', 'ada', 'ingestion_job:ada', 'UTC', true)`,
    );
    const waiting = startSystole(['run', 'ingestion_job:ada'], { DATABASE_URL: database.url });
    await expect.poll(waiting.printed, { timeout: 30_000 }).toContain('nobody works on it yet');
    pressControlC(waiting);
    expect((await waiting.ended).code).toBe(130);
    const { rows } = await database.pool.query(
      `SELECT status FROM ops.job_runs WHERE job = 'ingestion_job:ada'`,
    );
    expect(rows).toEqual([{ status: 'queued' }]);
  });
});

describe('systole jobs', () => {
  it('lists the jobs with their schedules and last runs', async () => {
    const { code, stdout } = await systole('jobs');
    expect(code).toBe(0);
    expect(stdout).toMatch(/simulate_time_series_job +0 \* \* \* \* UTC/);
    expect(stdout).toMatch(/aggregate_biometrics_job +– +– +success/);
    const jobs = JSON.parse((await systole('jobs', '--json')).stdout) as { name: string; workers: number }[];
    expect(jobs.find(({ name }) => name === 'etl_job')?.workers).toBe(1);
  });
});
