import { createPool } from '@systole/service-kit';
import { startEmptyTestDatabase, testLogger } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { initialiseDatabase } from './initialise-database.ts';

const PASSWORDS = {
  writer: 'writer-secret',
  api: 'api-secret',
  reader: `reader's "secret"`,
  monitor: 'monitor-secret',
};
/** A run of a job that is there: it goes into the queue by a trigger. */
const ASKED_FOR = `INSERT INTO ops.job_runs (job, trigger, requested_by) VALUES ('etl_job', 'manual', 'test')`;
const DENIED = /permission denied|must be owner/;

describe('the roles of services', async () => {
  const database = await startEmptyTestDatabase();
  await using opened = new AsyncDisposableStack();
  opened.use(database);
  await initialiseDatabase(database.pool, { logger: testLogger, rolePasswords: PASSWORDS });
  await database.pool.query(
    `INSERT INTO ops.jobs (name, kind, concurrency_key, time_zone, is_own) VALUES ('etl_job', 'etl_job', 'etl_job', 'UTC', true)`,
  );
  // The embedded database lets everybody in as its one superuser; SET ROLE shows on both what a role may do.
  const client = await database.pool.connect();
  opened.defer(() => {
    client.release(true);
  });
  const keep = opened.move();
  afterAll(() => keep.disposeAsync());

  const as = async (role: string, sql: string) => {
    await client.query(`BEGIN; SET LOCAL ROLE systole_${role}`);
    try {
      return await client.query(sql);
    } finally {
      await client.query('ROLLBACK');
    }
  };

  it.each([
    `INSERT INTO ops.users (user_id) VALUES ('user9')`,
    `INSERT INTO activities_heart_intraday VALUES (now(), 60, 'user9')`,
    `UPDATE activities_heart_summary SET resting_heart_rate = 50`,
    `INSERT INTO ops.pipeline_runs (dataset, source, source_name, trigger) VALUES ('d', 's', 's', 'start')`,
    `CREATE TEMPORARY TABLE batch (LIKE activities_heart_intraday) ON COMMIT DROP`,
    `CREATE TABLE staging.of_a_run (n int)`,
    `SELECT * FROM activities_heart_intraday_1d`,
    ASKED_FOR,
    `SELECT graphile_worker.force_unlock_workers(ARRAY['w']); SELECT FROM graphile_worker._private_jobs`,
    `DELETE FROM ops.job_runs`,
  ])('let the writer do what ingestion does: %s', async (sql) => {
    await expect(as('writer', sql)).resolves.toBeDefined();
  });

  it('let the writer see and work what is in the queue', async () => {
    await client.query(ASKED_FOR);
    const seen = await as('writer', 'UPDATE graphile_worker._private_jobs SET attempts = 1 RETURNING id');
    expect(seen.rowCount).toBe(1);
    await client.query("UPDATE ops.job_runs SET status = 'cancelled'");
    expect((await as('writer', 'SELECT FROM graphile_worker._private_jobs')).rowCount).toBe(0);
  });

  it.each([
    ['writer', 'activities_heart_intraday_1m'],
    ['writer', 'biometrics_hourly'],
    ['api', 'biometrics_hourly'],
  ])('let the %s refresh %s', async (role, view) => {
    await client.query(`SET ROLE systole_${role}`);
    try {
      await client.query(`CALL refresh_continuous_aggregate('${view}', NULL, NULL)`);
    } finally {
      await client.query('RESET ROLE');
    }
  });

  it.each([
    'SELECT * FROM activities_heart_intraday_1h',
    `INSERT INTO patients (name, dob, email) VALUES ('Ada', '1990-12-10', 'ada@example.org')`,
    'DELETE FROM biometrics',
    `INSERT INTO ops.users (user_id) VALUES ('user9') ON CONFLICT DO NOTHING`,
    'DELETE FROM daily_metrics',
    'DELETE FROM appointments',
    'CREATE UNLOGGED TABLE staging.of_an_upload (n int)',
    'SELECT FROM raw.snapshots',
    ASKED_FOR,
    `UPDATE ops.jobs SET paused_at = now(), next_run_at = NULL`,
  ])('let the API do what it does: %s', async (sql) => {
    await expect(as('api', sql)).resolves.toBeDefined();
  });

  it.each([
    `INSERT INTO activities_heart_intraday VALUES (now(), 60, 'user9')`,
    `UPDATE ops.migrations SET sha256 = ''`,
    'DELETE FROM ops.coverage',
    'CREATE TABLE public.more (n int)',
    'SELECT FROM graphile_worker._private_jobs',
    `SELECT graphile_worker.add_job('etl_job')`,
    `UPDATE ops.jobs SET schedule = '* * * * *'`,
    'DELETE FROM ops.pipeline_runs',
    'DELETE FROM raw.snapshots',
    'DELETE FROM activities_heart_intraday',
    'DELETE FROM ops.job_runs',
  ])('keep the API from %s', async (sql) => {
    await expect(as('api', sql)).rejects.toThrow(DENIED);
  });

  it.each([
    'DELETE FROM activities_heart_intraday',
    'DROP TABLE activities_heart_intraday',
    'ALTER TABLE ops.users ADD COLUMN more text',
    `UPDATE ops.migrations SET sha256 = ''`,
    'CREATE TABLE public.more (n int)',
  ])('keep the writer from %s', async (sql) => {
    await expect(as('writer', sql)).rejects.toThrow(DENIED);
  });

  it.each([
    'activities_heart_intraday',
    'activities_heart_intraday_1h',
    'ops.pipeline_runs',
    'ops.quarantine',
  ])('let the reader read %s', async (relation) => {
    await expect(as('reader', `SELECT * FROM ${relation}`)).resolves.toBeDefined();
  });

  it.each([
    `INSERT INTO activities_heart_intraday VALUES (now(), 60, 'user9')`,
    `UPDATE ops.users SET time_zone = 'UTC'`,
    `DELETE FROM ops.pipeline_runs`,
    'CREATE TABLE public.more (n int)',
  ])('keep the reader from %s', async (sql) => {
    await expect(as('reader', sql)).rejects.toThrow(DENIED);
  });

  it('show the monitor statistics and no data', async () => {
    await expect(as('monitor', 'SELECT * FROM pg_stat_activity')).resolves.toBeDefined();
    await expect(as('monitor', 'SELECT * FROM activities_heart_intraday')).rejects.toThrow(DENIED);
  });

  it('are told that they exist once, and take a changed password', async () => {
    const changed = { ...PASSWORDS, writer: 'another-secret' };
    const { applied } = await initialiseDatabase(database.pool, {
      logger: testLogger,
      rolePasswords: changed,
    });
    expect(applied).toEqual([]);
    const url = new URL(database.url);
    url.username = 'systole_writer';
    url.password = 'another-secret';
    const pool = createPool({ url: url.href, applicationName: 'test', connections: 1, logger: testLogger });
    await expect(pool.query('SELECT 1')).resolves.toBeDefined();
    await pool.end();
  });
});

describe('a database for which no passwords are set', async () => {
  const database = await startEmptyTestDatabase();
  afterAll(() => database[Symbol.asyncDispose]());

  it('gets no roles', async () => {
    const { applied } = await initialiseDatabase(database.pool, { logger: testLogger });
    expect(applied.filter((name) => name.startsWith('role '))).toEqual([]);
  });
});
