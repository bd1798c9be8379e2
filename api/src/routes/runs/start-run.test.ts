import type { z } from '@hono/zod-openapi';
import { declareJobs, ingestionJob } from '@systole/jobs';
import { createRegistry } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import { createApp } from '../../app.ts';
import type { ProblemBody } from '../../problem.ts';
import type { startedRunSchema } from './schema.ts';

type StartedRun = z.infer<typeof startedRunSchema>;

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  const ofUser = (userId: string) => ({ kind: ingestionJob, userId, timeZone: 'UTC' });
  await declareJobs(api.pool, ['user2', 'user1'].map(ofUser), new Date());
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => api.pool.query('DELETE FROM ops.job_runs'));

const start = <Body>(body: unknown) => api.post<Body>('/runs', JSON.stringify(body));
const asked = async () => {
  const { rows } = await api.pool.query<{ job: string; status: string; trigger: string }>(
    'SELECT job, status, trigger FROM ops.job_runs ORDER BY run_id',
  );
  return rows;
};

describe('POST /runs', () => {
  it('has the data of the user fetched', async () => {
    const started = await start<StartedRun>({ user_id: 'user1' });
    expect(started.status).toBe(202);
    expect(started.body).toEqual({ user_id: 'user1', status: 'started' });
    expect(await asked()).toEqual([{ job: 'ingestion_job:user1', status: 'queued', trigger: 'manual' }]);
  });

  it('has it fetched once more after what goes on, however often it is asked', async () => {
    await start({ user_id: 'user1' });
    await api.pool.query(`UPDATE ops.job_runs SET status = 'running'`);
    for (let time = 0; time < 2; time += 1) {
      expect((await start<StartedRun>({ user_id: 'user1' })).body.status).toBe('queued');
    }
    expect((await asked()).map(({ status }) => status)).toEqual(['running', 'queued']);
  });

  it('is a 404 that names the known users, where nobody fetches for the user', async () => {
    const { body } = await start<ProblemBody>({ user_id: '<b>' });
    expect(body).toMatchObject({ status: 404, parameter: 'user_id', known: ['user1', 'user2'] });
    expect(await asked()).toEqual([]);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('does nothing for %s, which a page of any site may send', async (contentType) => {
    const { status } = await api.post('/runs', '{"user_id":"user1"}', contentType);
    expect(status).toBe(415);
    expect(await asked()).toEqual([]);
  });

  const preflight = (origin: string, app = api.app) =>
    app.request('/runs', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });

  it('is allowed to pages of the configured origins, and to those of no other', async () => {
    const { headers } = await preflight('https://dashboard.example');
    expect(headers.get('access-control-allow-methods')).toContain('POST');
    expect(headers.get('access-control-allow-headers')).toContain('Content-Type');
    const other = await preflight('https://other.example');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is allowed to nobody else where every page may read', async () => {
    const readable = createApp({
      pool: api.pool,
      logger: testLogger,
      registry: createRegistry('api', 'test'),
      corsOrigins: ['*'],
    });
    const { headers } = await preflight('https://other.example', readable);
    expect(headers.get('access-control-allow-methods')).toBe('GET,HEAD');
    expect(headers.get('access-control-allow-headers')).not.toContain('Content-Type');
  });

  it.each(['', '{', '[]', '{}', '{"user_id":1}', '{"user_id":""}', '{"user_id":"user1","force":true}'])(
    'refuses the body %s',
    async (body) => {
      expect((await api.post('/runs', body)).status).toBe(400);
      expect(await asked()).toEqual([]);
    },
  );
});
