import type { z } from '@hono/zod-openapi';
import { createRegistry, listen, type Listening } from '@systole/service-kit';
import { freePort, testLogger } from '@systole/test-kit';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import { createApp } from '../../app.ts';
import type { ProblemBody } from '../../problem.ts';
import type { startedRunSchema } from './schema.ts';

type StartedRun = z.infer<typeof startedRunSchema>;

/** What an ingestion service answers is tested with it; here it is whatever the test says, over real HTTP. */
let answer: () => Response;
let asked: string[];
let service: Listening;
let api: TestApi;

beforeAll(async () => {
  const ingestion = new Hono().post('/run', (c) => {
    asked.push(c.req.path);
    return answer();
  });
  service = await listen(ingestion, { host: '127.0.0.1', port: 0, portVariable: 'none' });
  api = await startTestApi(
    new Map([
      ['user1', service.url],
      ['away', `http://127.0.0.1:${await freePort()}`],
    ]),
  );
});
beforeEach(() => {
  asked = [];
  answer = () => Response.json({ status: 'started' }, { status: 202 });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await service.close();
});

const start = <Body>(body: unknown) => api.post<Body>('/runs', JSON.stringify(body));

describe('POST /runs', () => {
  it.each(['started', 'queued'])('has the ingestion service of the user run: %s', async (status) => {
    answer = () => Response.json({ status }, { status: 202 });
    const started = await start<StartedRun>({ user_id: 'user1' });
    expect(started.status).toBe(202);
    expect(started.body).toEqual({ user_id: 'user1', status });
    expect(asked).toEqual(['/run']);
  });

  it('is a 404 that names the known users, where no ingestion service is that of the user', async () => {
    const { body } = await start<ProblemBody>({ user_id: '<b>' });
    expect(body).toMatchObject({ status: 404, parameter: 'user_id', known: ['user1', 'away'] });
    expect(asked).toEqual([]);
  });

  it('is a 503 while the service cannot be reached', async () => {
    const { status, headers } = await start<ProblemBody>({ user_id: 'away' });
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
  });

  it.each([
    ['waits for its database', () => Response.json({ status: 'waiting for the database' }, { status: 503 })],
    ['is something else', () => new Response('<html>', { status: 202 })],
    ['answers in a way that is not known', () => Response.json({ status: 'perhaps' }, { status: 202 })],
  ])('is a 503 while what is there %s', async (_, given) => {
    answer = given;
    expect((await start<ProblemBody>({ user_id: 'user1' })).status).toBe(503);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('does nothing for %s, which a page of any site may send', async (contentType) => {
    const { status } = await api.post('/runs', '{"user_id":"user1"}', contentType);
    expect(status).toBe(415);
    expect(asked).toEqual([]);
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
      ingestionUrls: new Map(),
    });
    const { headers } = await preflight('https://other.example', readable);
    expect(headers.get('access-control-allow-methods')).toBe('GET,HEAD');
    expect(headers.get('access-control-allow-headers')).not.toContain('Content-Type');
  });

  it.each(['', '{', '[]', '{}', '{"user_id":1}', '{"user_id":""}', '{"user_id":"user1","force":true}'])(
    'refuses the body %s',
    async (body) => {
      expect((await api.post('/runs', body)).status).toBe(400);
      expect(asked).toEqual([]);
    },
  );

  it('is a 501 where no ingestion service is configured', async () => {
    const without = createApp({
      pool: api.pool,
      logger: testLogger,
      registry: createRegistry('api', 'test'),
      corsOrigins: [],
      ingestionUrls: new Map(),
    });
    const response = await without.request('/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"user_id":"user1"}',
    });
    expect(response.status).toBe(501);
    expect(((await response.json()) as ProblemBody).detail).toContain('INGESTION_URLS');
  });
});
