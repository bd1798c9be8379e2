import { testLogger, startTestDatabase } from '@systole/test-kit';
import { Registry } from 'prom-client';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createJobGauges } from './job-gauges.ts';

describe('gauges of the jobs', async () => {
  const database = await startTestDatabase();
  const { pool } = database;
  afterAll(() => database[Symbol.asyncDispose]());
  await pool.query(`
    INSERT INTO ops.jobs (name, kind, concurrency_key, time_zone, is_own, schedule, next_run_at, paused_at)
    VALUES ('etl_job', 'etl_job', 'etl_job', 'UTC', true, NULL, NULL, NULL),
           ('maintenance_job', 'maintenance_job', 'maintenance_job', 'UTC', true, '* * * * *', now() - interval '1 hour', NULL),
           ('ingestion_job:ada', 'ingestion_job', 'a', 'UTC', true, '* * * * *', now() + interval '1 hour', NULL),
           ('ingestion_job:ben', 'ingestion_job', 'b', 'UTC', true, '* * * * *', NULL, now());
    INSERT INTO ops.job_runs (job, trigger, requested_by, status, finished_at, run_at)
    VALUES ('etl_job', 'manual', 't', 'success', '2025-06-29Z', now()),
           ('etl_job', 'manual', 't', 'failed', now(), now()),
           ('etl_job', 'retry', 't', 'queued', NULL, now() + interval '1 minute'),
           ('maintenance_job', 'manual', 't', 'failed', now(), now()),
           ('maintenance_job', 'manual', 't', 'success', now(), now()),
           ('maintenance_job', 'manual', 't', 'cancelled', now(), now()),
           ('ingestion_job:ada', 'manual', 't', 'success', now(), now()),
           ('ingestion_job:ada', 'manual', 't', 'running', NULL, now()),
           ('ingestion_job:ada', 'manual', 't', 'queued', NULL, now() - interval '1 hour'),
           ('ingestion_job:ben', 'manual', 't', 'queued', NULL, now() - interval '2 hours')`);

  it('say by kind what fails, what is overdue, what nobody takes, and when it last went well', async () => {
    const registry = new Registry();
    createJobGauges(registry, pool, testLogger);
    const values = async (name: string) => {
      const metrics = await registry.getMetricsAsJSON();
      const found = metrics.find((metric) => metric.name === name)?.values ?? [];
      return Object.fromEntries(found.map(({ labels, value }) => [String(labels['kind']), value]));
    };
    await vi.waitFor(async () => {
      expect(await values('systole_jobs_failing')).toEqual({
        etl_job: 1,
        maintenance_job: 0,
        ingestion_job: 0,
      });
    });
    const overdue = await values('systole_job_overdue_seconds');
    expect(overdue).toMatchObject({ etl_job: 0, ingestion_job: 0 });
    expect(overdue['maintenance_job']).toBeGreaterThan(3_590);
    const waiting = await values('systole_job_waiting_seconds');
    expect(waiting).toMatchObject({ etl_job: 0, maintenance_job: 0 });
    expect(waiting['ingestion_job']).toBeGreaterThan(7_190);
    const success = await values('systole_job_last_success_timestamp_seconds');
    expect(success).toMatchObject({ etl_job: Date.UTC(2025, 5, 29) / 1_000, ingestion_job: 0 });
  });
});
