import { createPool, createRegistry, listen } from '@systole/service-kit';
import { freePort, projectPath, testLogger } from '@systole/test-kit';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../test/test-api.ts';
import { createApp } from './app.ts';
import type { ProblemBody } from './problem.ts';

const HOUR = 'user_id=user1&start_date=2025-06-29&end_date=2025-06-29&metric=activities_heart_intraday';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.insertReadings('user1', '2025-06-29', '2025-06-29T06:00:00Z', '1 minute');
  await api.insertReadings('large', '2025-01-01', '2025-01-02', '1 second');
});
afterAll(() => api[Symbol.asyncDispose]());

/** The API on a pool of its own. */
function createAppOn(url: string, statementTimeoutMs?: number) {
  const pool = createPool({
    url,
    applicationName: 'api-test',
    connections: 2,
    logger: testLogger,
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
  });
  const app = createApp({
    pool,
    logger: testLogger,
    registry: createRegistry('api', 'test'),
    corsOrigins: [],
  });
  return { app, pool };
}

describe('the published description', () => {
  it('is the committed docs/openapi.json (bring it up to date with vitest -u)', async () => {
    const file = projectPath('docs/openapi.json');
    const document = JSON.stringify(await (await api.app.request('/openapi.json')).json());
    const formatted = await format(document, { ...(await resolveConfig(file)), filepath: file });
    await expect(formatted).toMatchFileSnapshot(file);
  });

  it('describes every endpoint', async () => {
    const { paths } = (await (await api.app.request('/openapi.json')).json()) as { paths: object };
    expect(Object.keys(paths).toSorted()).toEqual([
      '/',
      '/api/kpis',
      '/api/upload-csv',
      '/appointments/reports',
      '/appointments/reports/{name}',
      '/biometrics',
      '/biometrics/{id}',
      '/biometrics/{id}/analytics',
      '/coverage',
      '/datasets',
      '/health',
      '/health/live',
      '/health/ready',
      '/job-runs',
      '/job-runs/{id}',
      '/job-runs/{id}/cancel',
      '/job-runs/{id}/retry',
      '/jobs',
      '/jobs/{name}',
      '/jobs/{name}/pause',
      '/jobs/{name}/resume',
      '/jobs/{name}/runs',
      '/kpis',
      '/metrics',
      '/multi-user/timeseries',
      '/patients',
      '/patients/{id}',
      '/patients/{id}/biometrics',
      '/patients/{id}/trends',
      '/quality',
      '/quality/{dataset}',
      '/runs',
      '/runs/{id}',
      '/runs/{id}/quality',
      '/runs/{id}/rejects',
      '/timeseries',
      '/upload-csv',
      '/uploads/{dataset}',
      '/users',
      '/users/{id}/profile',
      '/visits',
      '/visits/daily-metrics',
    ]);
  });
});

describe('operations', () => {
  it.each(['/health', '/health/ready'])('%s is well while the database answers', async (path) => {
    const { status, body } = await api.get<object>(path);
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'ok', checks: { database: { status: 'ok' } } });
  });

  it('/health/live says that the process runs', async () => {
    expect((await api.get<object>('/health/live')).body).toEqual({ status: 'ok' });
  });

  it('/metrics counts and times requests by route, with unknown paths and methods as one', async () => {
    await api.get(`/timeseries?${HOUR}`);
    await api.get('/runs/1');
    for (const path of ['/a', '/b', '/b/c']) await api.app.request(path);
    await api.app.request('/timeseries', { method: 'PROPFIND' });
    const { text } = await api.get<string>('/metrics');
    expect(text).toMatch(
      /http_requests_total\{method="GET",route="\/timeseries",status="200",service="api"\} \d/,
    );
    expect(text).toContain(
      'http_requests_total{method="GET",route="/runs/:id",status="404",service="api"} 1',
    );
    expect(text).toContain(
      'http_requests_total{method="GET",route="unmatched",status="404",service="api"} 3',
    );
    expect(text).toContain(
      'http_requests_total{method="other",route="unmatched",status="405",service="api"} 1',
    );
    expect(text).toMatch(/http_request_duration_seconds_count\{[^}]*route="\/timeseries",status="200"/);
    expect(text).toMatch(/systole_database_pool_connections\{state="waiting",service="api"\} 0/);
    expect(text).not.toContain('/b/c');
  });

  it('measures what is sent over the wire, and what is in flight', async () => {
    const { app, pool } = createAppOn('postgres://nobody@127.0.0.1:1/none');
    const server = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'API_PORT' });
    try {
      const body = await (
        await fetch(`${server.url}/datasets`, { headers: { 'accept-encoding': 'identity' } })
      ).text();
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      const size = Number(
        /http_response_size_bytes_sum\{[^}]*route="\/datasets"[^}]*\} (\d+)/.exec(metrics)?.[1],
      );
      expect(size).toBeGreaterThan(body.length);
      expect(size).toBeLessThan(body.length + 1_000);
      // The request for the metrics itself.
      expect(metrics).toContain('http_requests_in_flight{service="api"} 1');
    } finally {
      await server.close();
      await pool.end();
    }
  });
});

describe('what cannot be served', () => {
  it('is a problem where the path is unknown', async () => {
    const response = await api.app.request('/nothing/here');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'urn:systole:problem:unknown-path',
      title: 'There is nothing here',
      status: 404,
      detail: 'This path is not one of the API: / lists them.',
      instance: '/nothing/here',
    });
  });

  it.each(['POST', 'PUT', 'DELETE'])('is a problem where the method is %s', async (method) => {
    const response = await api.app.request('/timeseries', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('is a problem where the URL is too long', async () => {
    const response = await api.app.request(`/timeseries?user_id=${'x'.repeat(14_000)}`);
    expect(response.status).toBe(414);
    expect(((await response.json()) as ProblemBody).status).toBe(414);
  });

  it('is 503 with Retry-After where the database is away, on every endpoint that needs it', async () => {
    const { app, pool } = createAppOn(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
    const paths = [
      `/timeseries?${HOUR}`,
      `/timeseries?${HOUR}&format=csv`,
      `/multi-user/timeseries?${HOUR.replace('user_id=user1&', '')}`,
      '/users',
      `/coverage?${HOUR}`,
      '/runs',
      '/runs/1',
      '/runs/1/rejects',
    ];
    for (const path of paths) {
      const response = await app.request(path);
      expect([path, response.status]).toEqual([path, 503]);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(await response.json()).toMatchObject({
        type: 'urn:systole:problem:database-unavailable',
        status: 503,
      });
    }
    expect((await app.request('/health/ready')).status).toBe(503);
    expect((await app.request('/health/live')).status).toBe(200);
    await pool.end();
  });

  it('is 500 without SQL and without a cause where the database is not as it should be', async () => {
    await api.pool.query('ALTER SCHEMA ops RENAME TO ops_away');
    try {
      const response = await api.app.request('/users');
      expect(response.status).toBe(500);
      expect(await response.text()).not.toMatch(/select|ops|relation|error:/i);
      const health = await api.get<object>('/health/ready');
      expect(health.status).toBe(503);
      expect(health.text).toContain('the database is not initialised yet');
    } finally {
      await api.pool.query('ALTER SCHEMA ops_away RENAME TO ops');
    }
  });
});

describe('headers', () => {
  it('keep browsers from doing anything with an answer', async () => {
    const { headers } = await api.get(`/timeseries?${HOUR}`);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('also keep them from it where there is a problem', async () => {
    const { headers } = await api.get('/timeseries');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('carry the id of the request, the one that the client gave if it is plain', async () => {
    const idFor = async (given: string) =>
      (await api.get('/datasets', { 'x-request-id': given })).headers.get('x-request-id');
    expect(await idFor('abc-123')).toBe('abc-123');
    expect(await idFor('a b <script>')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('let pages of the configured origins read answers, and no others', async () => {
    const allowed = await api.get('/datasets', { origin: 'https://dashboard.example' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://dashboard.example');
    const other = await api.get('/datasets', { origin: 'https://other.example' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const { app, pool } = createAppOn('postgres://nobody@127.0.0.1:1/none');
    const off = await app.request('/datasets', { headers: { origin: 'https://dashboard.example' } });
    expect(off.headers.get('access-control-allow-origin')).toBeNull();
    await pool.end();
  });

  it('are what HEAD gives, without a body', async () => {
    const response = await api.app.request(`/timeseries?${HOUR}`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toMatch(/^W\//);
    expect(await response.text()).toBe('');
  });
});

describe('over a socket', () => {
  it('stops reading when the client of a stream goes away', async () => {
    let statements = 0;
    const counting = Object.assign(Object.create(api.pool) as typeof api.pool, {
      query: (...given: unknown[]) => {
        statements += 1;
        return (api.pool.query as (...all: unknown[]) => unknown).apply(api.pool, given);
      },
    });
    const registry = createRegistry('api', 'test');
    const app = createApp({
      pool: counting,
      logger: testLogger,
      registry,
      corsOrigins: [],
    });
    const server = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'API_PORT' });
    try {
      const query = 'user_id=large&start_date=2025-01-01&end_date=2025-01-01&interval=raw&format=csv';
      const path = `/timeseries?${query}&metric=activities_heart_intraday`;
      const whole = await (await fetch(`${server.url}${path}`)).text();
      expect(whole.trimEnd().split('\n')).toHaveLength(86_401);
      const needed = statements;
      statements = 0;
      const controller = new AbortController();
      const response = await fetch(`${server.url}${path}`, { signal: controller.signal });
      const reader = response.body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      controller.abort();
      await expect
        .poll(async () => await (await fetch(`${server.url}/metrics`)).text())
        .toContain('http_requests_in_flight{service="api"} 1');
      expect(statements).toBeLessThan(needed);
      // The batch in hand ends by itself, and gives its connection back.
      await expect.poll(() => api.pool.totalCount - api.pool.idleCount).toBe(0);
    } finally {
      await server.close();
    }
  });

  it('holds no connection of the pool for a client that does not read on', async () => {
    const server = await listen(api.app, { host: '127.0.0.1', port: 0, portVariable: 'API_PORT' });
    const controller = new AbortController();
    try {
      const query = 'user_id=large&start_date=2025-01-01&end_date=2025-01-01&interval=raw&format=ndjson';
      const response = await fetch(`${server.url}/timeseries?${query}&metric=activities_heart_intraday`, {
        signal: controller.signal,
      });
      // Nothing is read: what fits into buffers on the way is sent, and then the stream waits.
      await expect.poll(() => api.pool.totalCount - api.pool.idleCount).toBe(0);
      expect((await response.body?.getReader().read())?.done).toBe(false);
    } finally {
      controller.abort();
      await server.close();
    }
  });

  it('finishes the requests in flight before it closes', async () => {
    const server = await listen(api.app, { host: '127.0.0.1', port: 0, portVariable: 'API_PORT' });
    const inFlight = fetch(
      `${server.url}/timeseries?user_id=large&start_date=2025-01-01&end_date=2025-01-01&interval=raw&format=ndjson&metric=activities_heart_intraday`,
    ).then((response) => response.text());
    await expect
      .poll(async () => await (await fetch(`${server.url}/metrics`)).text())
      .toContain('http_requests_in_flight{service="api"} 2');
    await server.close(30_000);
    expect((await inFlight).trimEnd().split('\n')).toHaveLength(86_400);
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
  });
});
