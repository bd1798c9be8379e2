import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { jobRunDetailSchema } from './schema.ts';

type Detail = z.infer<typeof jobRunDetailSchema>;

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.pool.query(`
    INSERT INTO ops.jobs (name, kind, concurrency_key, time_zone, is_own)
    VALUES ('etl_job', 'etl_job', 'etl_job', 'UTC', true),
           ('aggregate_biometrics_job', 'aggregate_biometrics_job', 'aggregate_biometrics_job', 'UTC', true);
    INSERT INTO ops.pipeline_runs (dataset, source, source_name, trigger, status, rows_read, inserted, rejected, finished_at)
    VALUES ('biometrics', 'biometrics', 'a.csv', 'schedule', 'partial', 10, 8, 2, now());
    INSERT INTO ops.job_runs (job, trigger, requested_by, status, started_at, finished_at, inserted, rejected, pipeline_run_ids, quality)
    VALUES ('etl_job', 'schedule', '0 * * * * UTC', 'partial', now(), now(), 8, 2, '{1}',
            '{"rejects": [{"run_id": 1, "dataset": "biometrics", "rule": "unit", "rows": 2}], "checks": []}');
    INSERT INTO ops.job_runs (job, trigger, requested_by, caused_by, status, started_at, worker_id)
    VALUES ('aggregate_biometrics_job', 'after', 'etl_job', 1, 'running', now(), 'w1');
    INSERT INTO ops.job_run_logs (run_id, position, at, level, message, fields)
    SELECT 1, n, '2025-06-29Z', 'info', 'line ' || n, '{"file": "a.csv"}' FROM generate_series(0, 1499) AS n`);
});
afterAll(() => api[Symbol.asyncDispose]());

const detail = async (path: string) => (await api.get<Detail>(path)).body;

describe('GET /job-runs/{id}', () => {
  it('gives what the run came to: counts, pipeline runs, quality, and what it led to', async () => {
    const run = await detail('/job-runs/1');
    expect(run).toMatchObject({ job: 'etl_job', status: 'partial', inserted: 8, rejected: 2, error: null });
    expect(run.pipeline_runs).toMatchObject([
      {
        run_id: 1,
        dataset: 'biometrics',
        source_name: 'a.csv',
        status: 'partial',
        rows_read: 10,
        rejected: 2,
      },
    ]);
    expect(run.quality).toEqual({
      rejects: [{ run_id: 1, dataset: 'biometrics', rule: 'unit', rows: 2 }],
      checks: [],
    });
    expect(run.led_to).toEqual([
      { run_id: 2, job: 'aggregate_biometrics_job', trigger: 'after', status: 'running' },
    ]);
  });

  it('gives log lines a thousand at a time, and those after a position', async () => {
    const first = (await detail('/job-runs/1')).logs;
    expect(first).toHaveLength(1_000);
    expect(first[0]).toEqual({
      position: 0,
      at: '2025-06-29T00:00:00.000Z',
      level: 'info',
      message: 'line 0',
      fields: { file: 'a.csv' },
    });
    const rest = (await detail('/job-runs/1?logs_after=999')).logs;
    expect(rest.map(({ position }) => position)).toEqual(Array.from({ length: 500 }, (_, i) => 1_000 + i));
  });

  it('has no quality report while it goes on', async () => {
    expect(await detail('/job-runs/2')).toMatchObject({ quality: null, logs: [], led_to: [], caused_by: 1 });
  });

  it.each([
    ['/job-runs/9', 404, 'id'],
    ['/job-runs/0', 400, 'id'],
    ['/job-runs/1?logs_after=x', 400, 'logs_after'],
    ['/job-runs/1?lines=5', 400, 'lines'],
  ])('refuses %s with %i for %s', async (path, status, parameter) => {
    expect(await api.problem(path)).toMatchObject({ status, parameter });
  });
});
