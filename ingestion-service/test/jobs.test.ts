import { cancelRun, requestRun } from '@systole/jobs';
import { inTransaction } from '@systole/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, BERT, startWorld, truth, type World } from './world.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };
const ONE_DAY = { START_DATE: '2025-06-10', END_DATE: '2025-06-10' } as const;
const ANYBODY = {
  USER_ID: '',
  GOOGLE_REFRESH_TOKEN: 'anna=demo-refresh-anna,bert=demo-refresh-bert',
} as const;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  const { pool } = world.database;
  await pool.query('TRUNCATE activities_heart_intraday, activities_heart_summary');
  await pool.query(
    'TRUNCATE ops.coverage, ops.pipeline_runs, ops.jobs, ops.job_workers, graphile_worker._private_jobs CASCADE',
  );
});

const request = async (parameters: Readonly<Record<string, unknown>> = {}, job = 'ingestion_job:anna') => {
  const { runId } = await inTransaction(world.database.pool, (client) =>
    requestRun(client, { job, trigger: 'manual', requestedBy: 'test', parameters }),
  );
  return runId;
};

const statuses = async (job: string) => {
  const { rows } = await world.database.pool.query<{ status: string }>(
    'SELECT status FROM ops.job_runs WHERE job = $1 ORDER BY run_id',
    [job],
  );
  return rows.map(({ status }) => status);
};

describe('an ingestion job', () => {
  it('fetches a range again that is asked for, and leaves the rest alone', async () => {
    await using service = world.ingest(ONE_DAY);
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).toEqual(['success']);
    await world.database.pool.query('DELETE FROM activities_heart_intraday');
    await request({ start_date: '2025-06-01', end_date: '2025-06-02' });
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).toEqual(['success', 'success']);
    expect(await world.held(), service.output).toEqual(truth(ANNA, '2025-06-01', '2025-06-03'));
    const { rows } = await world.database.pool.query<{ runs: number; inserted: number; same: boolean }>(
      `SELECT cardinality(pipeline_run_ids) AS runs,
              inserted = (SELECT sum(inserted) FROM ops.pipeline_runs WHERE run_id = ANY (pipeline_run_ids)) AS same
         FROM ops.job_runs ORDER BY run_id DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ runs: 2, same: true }]);
  });

  it('that is cancelled in the middle of a load leaves whole batches', async () => {
    await using service = world.ingest({
      START_DATE: '2025-06-01',
      END_DATE: '2025-09-30',
      BATCH_SIZE: '500',
    });
    await service.printed(/activities_heart_intraday of anna: success/);
    const { rows: runs } = await world.database.pool.query<{ run_id: number }>(
      'SELECT run_id FROM ops.job_runs',
    );
    await inTransaction(world.database.pool, (client) => cancelRun(client, runs[0]?.run_id ?? 0));
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).toEqual(['cancelled']);
    const { rows } = await world.database.pool.query(
      `SELECT (SELECT sum(inserted) FROM ops.pipeline_runs WHERE dataset = 'activities_heart_intraday')
              = (SELECT count(*) FROM activities_heart_intraday) AS whole,
              (SELECT count(*) FROM ops.pipeline_runs WHERE status = 'running') AS running`,
    );
    expect(rows, service.output).toEqual([{ whole: true, running: 0 }]);
  });
});

describe('a process that names no user and has tokens', () => {
  it('fetches for everybody who has no process of their own, and does their work too when asked', async () => {
    await using ofAnna = world.ingest(ONE_DAY);
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).toEqual(['success']);
    ofAnna.kill('SIGTERM');
    expect(await ofAnna.ended).toBe(0);

    await using ofAnybody = world.ingest({ ...ONE_DAY, ...ANYBODY });
    await expect.poll(() => statuses('ingestion_job:bert'), PATIENCE).toEqual(['success']);
    expect(await world.held('bert'), ofAnybody.output).toEqual(truth(BERT, '2025-06-10', '2025-06-11'));
    expect(await statuses('ingestion_job:anna')).toEqual(['success']);
    await request();
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).toEqual(['success', 'no_op']);
    expect(await statuses('maintenance_job')).toEqual([]);
  });

  it('keeps the time zone and the schedule that the user’s own process has declared', async () => {
    await using ofAnna = world.ingest({ ...ONE_DAY, TIME_ZONE: 'Europe/Berlin', SCHEDULE: '0 5 * * *' });
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).toEqual(['success']);
    ofAnna.kill('SIGTERM');
    await ofAnna.ended;
    await using ofAnybody = world.ingest({ ...ONE_DAY, ...ANYBODY });
    await ofAnybody.printed(/at work/);
    await request();
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).toHaveLength(2);
    await expect.poll(() => statuses('ingestion_job:anna'), PATIENCE).not.toContain('running');
    const { rows } = await world.database.pool.query(
      `SELECT schedule, jobs.time_zone, users.time_zone AS of_user FROM ops.jobs JOIN ops.users AS users USING (user_id)
        WHERE user_id = 'anna'`,
    );
    expect(rows).toEqual([{ schedule: '0 5 * * *', time_zone: 'Europe/Berlin', of_user: 'Europe/Berlin' }]);
  });

  it('refuses tokens that do not say whose they are', async () => {
    await using service = world.ingest({ USER_ID: '', GOOGLE_REFRESH_TOKEN: 'demo-refresh-anna' });
    expect(await service.ended).toBe(2);
    expect(service.output).toContain('GOOGLE_REFRESH_TOKEN: must name each user with the token');
    expect(service.output).not.toContain('demo-refresh-anna');
  });

  it('cannot fetch once for nobody', async () => {
    await using service = world.ingest({ USER_ID: '', GOOGLE_REFRESH_TOKEN: '' }, '--once');
    expect(await service.ended).toBe(2);
    expect(service.output).toContain('USER_ID: must be set');
  });
});
