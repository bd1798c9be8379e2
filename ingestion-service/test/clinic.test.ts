import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requestRun } from '@systole/jobs';
import { inTransaction } from '@systole/service-kit';
import { startProcess, startTestDatabase, type TestDatabase, type TestProcess } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PATIENCE = { timeout: 60_000, interval: 100 };

const PATIENTS = ['ada', 'ben'].map((name) => ({
  name,
  dob: '1990-05-17',
  gender: 'female',
  address: '',
  email: `${name}@example.org`,
  phone: '',
  sex: 'F',
}));

interface Run {
  readonly run_id: number;
  readonly job: string;
  readonly status: string;
  readonly inserted: number;
  readonly rejected: number;
  readonly error: string | null;
  readonly quality: { readonly rejects: readonly { readonly rule: string; readonly rows: number }[] } | null;
}

let database: TestDatabase;
let folder: string;
let worker: TestProcess;

beforeAll(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'systole-clinic-'));
  await writeFile(path.join(folder, 'patients.json'), JSON.stringify(PATIENTS));
  worker = startProcess('ingestion-service/src/main.ts', {
    environment: {
      DATABASE_URL: database.url,
      CLINIC_DIRECTORY: folder,
      SIMULATE_READINGS: 'true',
      INGESTION_PORT: '0',
    },
  });
  await worker.printed(/at work/);
});
afterAll(async () => {
  worker.kill('SIGTERM');
  expect(await worker.ended, worker.output).toBe(0);
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const request = (job: string, trigger: 'manual' | 'schedule' = 'schedule') =>
  inTransaction(database.pool, (client) => requestRun(client, { job, trigger, requestedBy: 'test' }));

/** Waits for the end of a chain that begins with this run, and gives its runs in order. */
async function chainOf(runId: number): Promise<Run[]> {
  const runs = async () => {
    const { rows } = await database.pool.query<Run>(
      `SELECT run_id, job, status, inserted, rejected, error, quality FROM ops.job_runs WHERE run_id >= $1 ORDER BY run_id`,
      [runId],
    );
    return rows;
  };
  await expect
    .poll(
      async () => (await runs()).find(({ job }) => job === 'trend_analyzer_job')?.status ?? 'queued',
      PATIENCE,
    )
    .not.toMatch(/queued|running/);
  return runs();
}

const count = async (sql: string) => {
  const { rows } = await database.pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${sql}`);
  return rows[0]?.count;
};

describe('a process that names no user', () => {
  it('simulates, loads, summarises and judges readings of the clinic, in this order', async () => {
    // Without patients nothing is simulated: the first turn of the chain brings them.
    const first = await chainOf((await request('simulate_time_series_job')).runId);
    expect(first.map(({ job, status, inserted }) => [job, status, inserted])).toEqual([
      ['simulate_time_series_job', 'no_op', 0],
      ['etl_job', 'success', 2],
      ['aggregate_biometrics_job', 'success', 0],
      ['trend_analyzer_job', 'no_op', 0],
    ]);
    const second = await chainOf((await request('simulate_time_series_job')).runId);
    expect(second.map(({ job, status, inserted }) => [job, status, inserted])).toEqual([
      ['simulate_time_series_job', 'success', 24],
      ['etl_job', 'success', 24 * 2 * 3],
      ['aggregate_biometrics_job', 'success', 0],
      ['trend_analyzer_job', 'success', 2 * 5],
    ]);
    expect(await count('biometrics')).toBe(24 * 2 * 3);
    expect(await count('patient_biometric_hourly_summary')).toBe(24 * 2 * 4);
    expect(await count(`ops.job_run_logs WHERE message = 'loading'`)).toBe(25);
  });

  it('reads no file again that has not changed', async () => {
    const runs = await chainOf((await request('etl_job')).runId);
    expect(runs[0]).toMatchObject({ job: 'etl_job', status: 'no_op' });
  });

  it('says what of a file was not taken, and gives the rows back', async () => {
    await writeFile(
      path.join(folder, 'biometrics-by-hand.csv'),
      [
        'patient_email,biometric_type,value,unit,timestamp',
        'ada@example.org,glucose,100,mg/dL,2025-06-29T10:00:00Z',
        'ben@example.org,glucose,101,mg/dL,2025-06-29T10:00:00Z',
        'ada@example.org,weight,-3,kg,2025-06-29T10:00:00Z',
      ].join('\n'),
    );
    const [etl] = await chainOf((await request('etl_job')).runId);
    expect(etl).toMatchObject({ status: 'partial', inserted: 2, rejected: 1 });
    expect(etl?.quality?.rejects).toMatchObject([{ rows: 1 }]);
    expect(await readdir(path.join(folder, 'invalid'))).toHaveLength(1);
  });

  it('fails for a file that is none, loads the others, and does not stumble over it again', async () => {
    await writeFile(path.join(folder, 'biometrics-a-broken.csv'), 'this,is\nno,file\n');
    await writeFile(
      path.join(folder, 'biometrics-b-good.csv'),
      'patient_email,biometric_type,value,unit,timestamp\nada@example.org,glucose,99,mg/dL,2025-06-30T10:00:00Z\n',
    );
    const { runId } = await request('etl_job');
    await expect
      .poll(async () => count(`ops.job_runs WHERE run_id = ${runId} AND status = 'failed'`), PATIENCE)
      .toBe(1);
    const { rows } = await database.pool.query<Run>('SELECT * FROM ops.job_runs WHERE run_id = $1', [runId]);
    expect(rows[0]).toMatchObject({ inserted: 1 });
    expect(rows[0]?.error).toContain('biometrics-a-broken.csv');
    await database.pool.query(`UPDATE ops.job_runs SET status = 'cancelled' WHERE status = 'queued'`);
    const [next] = await chainOf((await request('etl_job')).runId);
    expect(next).toMatchObject({ job: 'etl_job', status: 'no_op' });
    // Whoever asks for it gets another try.
    const { runId: asked } = await request('etl_job', 'manual');
    await expect
      .poll(async () => count(`ops.job_runs WHERE run_id = ${asked} AND status = 'failed'`), PATIENCE)
      .toBe(1);
    await database.pool.query(`UPDATE ops.job_runs SET status = 'cancelled' WHERE status = 'queued'`);
  });

  it('forgets old runs and refreshes what dead runs left behind', async () => {
    await database.pool.query(`
      UPDATE ops.job_runs SET finished_at = now() - interval '91 days' WHERE status = 'no_op';
      INSERT INTO ops.users VALUES ('ada', 'UTC');
      INSERT INTO activities_heart_intraday VALUES ('2025-06-29T10:00:00Z', 60, 'ada');
      INSERT INTO ops.pipeline_runs (dataset, source, source_name, trigger, heartbeat_at, touched_start, touched_end)
      VALUES ('activities_heart_intraday', 's', 's', 'schedule', now() - interval '1 hour',
              '2025-06-29T10:00:00Z', '2025-06-29T10:00:00Z')`);
    const { runId } = await request('maintenance_job');
    await expect
      .poll(async () => count(`ops.job_runs WHERE run_id = ${runId} AND status = 'success'`), PATIENCE)
      .toBe(1);
    expect(await count(`activities_heart_intraday_1d WHERE user_id = 'ada'`)).toBe(1);
    expect(
      await count(
        `ops.pipeline_runs WHERE status = 'running' OR touched_start IS NOT NULL AND refreshed_at IS NULL`,
      ),
    ).toBe(0);
    expect(await count(`ops.job_runs WHERE finished_at < now() - interval '90 days'`)).toBe(0);
  });
});
