import type { z } from '@hono/zod-openapi';
import { declareJobs, ingestionJob, jobKinds, type JobDeclaration } from '@systole/jobs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { ProblemBody } from '../../problem.ts';
import type { JobRun } from '../job-runs/read-job-runs.ts';
import type { jobRunsSchema } from '../job-runs/schema.ts';
import type { Job } from './read-jobs.ts';
import type { startedJobSchema } from './schema.ts';

type Started = z.infer<typeof startedJobSchema>;
type JobRuns = z.infer<typeof jobRunsSchema>;

const HOURLY = { schedule: '0 * * * *', timeZone: 'UTC' } as const;

const DECLARATIONS: readonly JobDeclaration[] = [...jobKinds.values()].map((kind) =>
  kind === ingestionJob
    ? { kind, userId: 'user@1', schedule: '0 2 * * *', timeZone: 'Europe/Berlin' }
    : { kind, timeZone: 'UTC', ...(kind.needs === undefined ? HOURLY : {}) },
);

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await api.pool.query('TRUNCATE ops.jobs, ops.job_workers, graphile_worker._private_jobs CASCADE');
  await declareJobs(api.pool, DECLARATIONS, new Date('2025-06-29T10:20:00Z'));
});

const INGESTION = '/jobs/ingestion_job:user@1';
const job = async (name: string) => (await api.get<Job>(`/jobs/${name}`)).body;
const start = <Body = Started>(name: string, body: unknown = {}, headers?: Record<string, string>) =>
  api.post<Body>(`/jobs/${name}/runs`, JSON.stringify(body), 'application/json', headers);
const queued = async () => {
  const { rows } = await api.pool.query<{ task_identifier: string; queue_name: string; key: string }>(
    'SELECT task_identifier, queue_name, key FROM graphile_worker.jobs ORDER BY id',
  );
  return rows;
};

describe('GET /jobs', () => {
  it('lists every job behind what it needs, with its schedule and how it is going', async () => {
    await api.pool.query(
      `INSERT INTO ops.job_workers (worker_id, jobs) VALUES ('w1', '{etl_job,maintenance_job}')`,
    );
    await start('etl_job');
    const { body } = await api.get<{ data: Job[] }>('/jobs');
    expect(body.data.map(({ name }) => name)).toEqual([
      'ingestion_job:user@1',
      'simulate_time_series_job',
      'etl_job',
      'aggregate_biometrics_job',
      'trend_analyzer_job',
      'maintenance_job',
    ]);
    expect(body.data[0]).toMatchObject({
      kind: 'ingestion_job',
      user_id: 'user@1',
      schedule: '0 2 * * *',
      time_zone: 'Europe/Berlin',
      needs: [],
      next_run_at: '2025-06-30T00:00:00.000Z',
      paused_at: null,
      workers: 0,
      waiting: 0,
      last_run: null,
      parameters: { type: 'object', properties: { start_date: { format: 'date' } } },
    });
    expect(body.data[2]).toMatchObject({
      schedule: null,
      needs: ['simulate_time_series_job'],
      next_run_at: '2025-06-29T11:00:00.000Z',
      workers: 1,
      waiting: 1,
    });
  });

  it('shows the newest run that has begun', async () => {
    await api.pool.query(
      `INSERT INTO ops.job_runs (job, trigger, requested_by, status, started_at, finished_at, error)
       VALUES ('etl_job', 'manual', 'test', 'success', now(), now(), NULL),
              ('etl_job', 'manual', 'test', 'failed', now(), now(), 'it broke'),
              ('etl_job', 'manual', 'test', 'queued', NULL, NULL, NULL)`,
    );
    expect((await job('etl_job')).last_run).toMatchObject({ status: 'failed', error: 'it broke' });
  });

  it('is a 404 that names the known jobs for one that is not there', async () => {
    const problem = await api.problem('/jobs/nothing_job');
    expect(problem).toMatchObject({ status: 404, parameter: 'name' });
    expect(problem.known).toContain('etl_job');
    expect(await api.problem('/jobs/nothing_job/runs')).toMatchObject({ status: 404 });
  });
});

describe('POST /jobs/{name}/runs', () => {
  it('puts a run into the queue, in the job’s own line', async () => {
    const { status, headers, body } = await start('ingestion_job:user@1', {
      parameters: { start_date: '2025-06-01', end_date: '2025-06-30' },
    });
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/job-runs/${body.run_id}`);
    expect(body).toMatchObject({
      job: 'ingestion_job:user@1',
      outcome: 'created',
      status: 'queued',
      trigger: 'manual',
      requested_by: 'api',
      parameters: { start_date: '2025-06-01', end_date: '2025-06-30' },
    });
    const name = 'ingestion_job:user@1';
    expect(await queued()).toEqual([{ task_identifier: name, queue_name: name, key: `run:${body.run_id}` }]);
  });

  it('joins a run that waits and does the same, and none that does something else', async () => {
    const first = await start('etl_job');
    const second = await start('etl_job');
    expect([second.status, second.body.outcome, second.body.run_id]).toEqual([
      202,
      'joined',
      first.body.run_id,
    ]);
    const other = await start('ingestion_job:user@1', { parameters: { start_date: '2025-06-01' } });
    const plain = await start('ingestion_job:user@1');
    expect(plain.body.run_id).not.toBe(other.body.run_id);
    expect(await queued()).toHaveLength(3);
  });

  it('starts one run for all requests with the same key, and refuses the key for another', async () => {
    const key = { 'idempotency-key': 'b0a1' };
    const first = await start('ingestion_job:user@1', {}, key);
    await api.pool.query(`UPDATE ops.job_runs SET status = 'success'`);
    const again = await start('ingestion_job:user@1', {}, key);
    expect([again.status, again.body.outcome, again.body.run_id]).toEqual([200, 'known', first.body.run_id]);
    const other = await start<ProblemBody>(
      'ingestion_job:user@1',
      { parameters: { start_date: '2025-06-01' } },
      key,
    );
    expect(other.body).toMatchObject({ status: 422, parameter: 'Idempotency-Key' });
    expect((await start('etl_job', {}, key)).body.outcome).toBe('created');
  });

  it('starts one run for two requests with the same key at once', async () => {
    const key = { 'idempotency-key': 'at once' };
    const both = await Promise.all([start('etl_job', {}, key), start('etl_job', {}, key)]);
    expect(new Set(both.map(({ body }) => body.run_id)).size).toBe(1);
    expect(both.map(({ body }) => body.outcome).sort()).toEqual(['created', 'known']);
  });

  it.each([
    ['etl_job', { parameters: { start_date: '2025-06-01' } }, 'start_date'],
    ['ingestion_job:user@1', { parameters: { start_date: '2025-02-30' } }, 'start_date'],
    ['ingestion_job:user@1', { parameters: { end_date: '2025-06-01' } }, 'start_date'],
    [
      'ingestion_job:user@1',
      { parameters: { start_date: '2025-06-02', end_date: '2025-06-01' } },
      'end_date',
    ],
    ['trend_analyzer_job', { parameters: { days: 0 } }, 'days'],
    ['trend_analyzer_job', { parameters: { until: 'yesterday' } }, 'until'],
    ['etl_job', { parameters: [] }, 'parameters'],
    ['etl_job', { force: true }, 'force'],
  ])('refuses %s with %j for %s', async (name, body, parameter) => {
    expect((await start<ProblemBody>(name, body)).body).toMatchObject({ status: 400, parameter });
    expect(await queued()).toEqual([]);
  });

  it('refuses a body that is not JSON, too large, or not said to be JSON', async () => {
    const path = '/jobs/etl_job/runs';
    expect((await api.post(path, '{')).status).toBe(400);
    expect((await api.post(path, `{"parameters":{"a":"${'x'.repeat(70_000)}"}}`)).status).toBe(413);
    expect((await api.post(path, '{}', 'text/plain')).status).toBe(415);
    expect((await start<ProblemBody>('nothing_job')).body).toMatchObject({ status: 404, parameter: 'name' });
  });
});

describe('GET /jobs/{name}/runs', () => {
  it('gives each run once in pages, the newest first, filtered by status', async () => {
    await api.pool.query(
      `INSERT INTO ops.job_runs (job, trigger, requested_by, status)
       SELECT CASE WHEN n > 5 THEN 'maintenance_job' ELSE 'etl_job' END, 'manual', 'test',
              CASE WHEN n % 2 = 0 THEN 'failed' ELSE 'success' END FROM generate_series(1, 6) AS n`,
    );
    const all = (await api.get<JobRuns>('/job-runs')).body.data.map(({ run_id }) => run_id);
    expect(all).toEqual(all.toSorted((a, b) => b - a));
    expect(all).toHaveLength(6);
    const first = (await api.get<JobRuns>('/jobs/etl_job/runs?limit=3')).body;
    const rest = (await api.get<JobRuns>(`/jobs/etl_job/runs?limit=3&cursor=${first.next_cursor ?? ''}`))
      .body;
    expect([...first.data, ...rest.data].map(({ run_id }) => run_id)).toEqual(all.slice(1));
    expect(rest.next_cursor).toBeUndefined();
    expect((await api.get<JobRuns>('/jobs/etl_job/runs?status=failed')).body.data).toHaveLength(2);
    expect((await api.get<JobRuns>('/job-runs?job=maintenance_job')).body.data).toHaveLength(1);
  });

  it.each([
    ['/jobs/etl_job/runs?status=done', 400, 'status'],
    ['/jobs/etl_job/runs?limit=0', 400, 'limit'],
    ['/job-runs?cursor=x', 400, 'cursor'],
    ['/job-runs?page=1', 400, 'page'],
    ['/job-runs?job=nothing', 404, 'job'],
  ])('refuses %s with %i for %s', async (path, status, parameter) => {
    expect(await api.problem(path)).toMatchObject({ status, parameter });
  });
});

describe('POST /jobs/{name}/pause and /resume', () => {
  const steer = <Body = Job>(path: string, contentType?: string) => api.post<Body>(path, '', contentType);

  it('stop and go on with a schedule, and say so', async () => {
    const paused = await steer(`${INGESTION}/pause`);
    expect([paused.status, paused.body.next_run_at]).toEqual([200, null]);
    const again = await steer(`${INGESTION}/pause`);
    expect(again.body.paused_at).toBe(paused.body.paused_at);
    const resumed = (await steer(`${INGESTION}/resume`)).body;
    expect(resumed.paused_at).toBeNull();
    expect(Date.parse(resumed.next_run_at ?? '')).toBeGreaterThan(Date.now());
  });

  it('leave a paused job paused when its worker declares it again', async () => {
    await steer(`${INGESTION}/pause`);
    await declareJobs(api.pool, DECLARATIONS, new Date());
    expect((await job('ingestion_job:user@1')).next_run_at).toBeNull();
  });

  it('refuse a job without a schedule, one that is not there, and what a page of any site may send', async () => {
    expect((await steer<ProblemBody>('/jobs/etl_job/pause')).body.status).toBe(409);
    expect((await steer<ProblemBody>('/jobs/nothing/resume')).body.status).toBe(404);
    expect((await steer<ProblemBody>(`${INGESTION}/pause`, 'text/plain')).body.status).toBe(415);
    expect((await job('ingestion_job:user@1')).paused_at).toBeNull();
  });
});

describe('POST /job-runs/{id}/cancel', () => {
  it('takes a waiting run out of the queue', async () => {
    const { body } = await start('etl_job');
    const cancelled = await api.post<JobRun>(`/job-runs/${body.run_id}/cancel`, '');
    expect([cancelled.status, cancelled.body.status]).toEqual([202, 'cancelled']);
    expect(await queued()).toEqual([]);
  });

  it('asks for the end of one that goes on, and refuses one that has ended', async () => {
    const { body } = await start('etl_job');
    await api.pool.query(`UPDATE ops.job_runs SET status = 'running', worker_id = 'w1', started_at = now()`);
    const asked = await api.post<JobRun>(`/job-runs/${body.run_id}/cancel`, '');
    expect(asked.body.status).toBe('running');
    expect(asked.body.cancel_requested_at).not.toBeNull();
    await api.pool.query(`UPDATE ops.job_runs SET status = 'success', finished_at = now()`);
    const late = await api.post<ProblemBody>(`/job-runs/${body.run_id}/cancel`, '');
    expect(late.body).toMatchObject({ status: 409 });
  });
});

describe('POST /job-runs/{id}/retry', () => {
  it('has a failed run done again with its parameters', async () => {
    const parameters = { start_date: '2025-06-01' };
    const { body } = await start('ingestion_job:user@1', { parameters });
    expect((await api.post(`/job-runs/${body.run_id}/retry`, '')).status).toBe(409);
    await api.pool.query(`UPDATE ops.job_runs SET status = 'failed'`);
    const again = await api.post<JobRun>(`/job-runs/${body.run_id}/retry`, '');
    expect(again.status).toBe(202);
    expect(again.body).toMatchObject({
      trigger: 'retry',
      caused_by: body.run_id,
      parameters,
      status: 'queued',
    });
    expect(again.headers.get('location')).toBe(`/job-runs/${again.body.run_id}`);
  });

  it.each([
    ['/job-runs/999/retry', 404],
    ['/job-runs/999/cancel', 404],
    ['/job-runs/abc/cancel', 400],
  ])('%s is refused with %i', async (path, status) => {
    expect((await api.post<ProblemBody>(path, '')).body).toMatchObject({ status, parameter: 'id' });
  });
});
