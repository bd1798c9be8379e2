import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createRegistry, listen, type Listening } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { stream } from 'hono/streaming';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCaddy } from '../../test/caddy.ts';
import { createApp } from './app.ts';
import { loadStaticFiles } from './static-files.ts';

/** How each server counts, times and names its files, and talks on a connection, is its own. */
const OWN_HEADERS = [
  'accept-ranges',
  'connection',
  'content-length',
  'date',
  'etag',
  'keep-alive',
  'last-modified',
  'transfer-encoding',
  'vary',
];

const parts = new AsyncDisposableStack();
let goOn = Promise.withResolvers<undefined>();
let abandoned = Promise.withResolvers<undefined>();

/** The server of `make up` and that of the container, over the same files and the same API. */
interface Pair {
  readonly ours: string;
  readonly caddy: string;
}
let well: Pair;
let apiAway: Pair;

const started = (listening: Listening) => {
  parts.defer(() => listening.close(0));
  return listening.url;
};

beforeAll(async () => {
  const files = await mkdtemp(path.join(tmpdir(), 'systole-client-'));
  parts.defer(() => rm(files, { recursive: true }));
  await mkdir(path.join(files, 'assets'));
  const page = '<!doctype html><title>Systole</title>';
  const script = 'console.log("systole")';
  await writeFile(path.join(files, 'index.html'), page);
  await writeFile(path.join(files, 'index.html.gz'), gzipSync(page));
  await writeFile(path.join(files, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(path.join(files, 'assets', 'index-abc123.js'), script);
  await writeFile(path.join(files, 'assets', 'index-abc123.js.br'), brotliCompressSync(script));
  await writeFile(path.join(files, 'assets', 'index-abc123.js.gz'), gzipSync(script));
  await writeFile(path.join(files, 'assets', 'index-abc123.css'), 'body { margin: 0 }');

  const api = started(await listen(upstream(), { host: '127.0.0.1', port: 0, portVariable: 'API_PORT' }));
  const serve = async (apiUrl: string): Promise<Pair> => {
    const app = createApp({
      files: await loadStaticFiles(pathToFileURL(`${files}/`)),
      apiUrl,
      registry: createRegistry('client', 'test'),
      logger: testLogger,
    });
    const ours = started(await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'CLIENT_PORT' }));
    return { ours, caddy: parts.use(await startCaddy(files, apiUrl)).url };
  };
  well = await serve(api);
  apiAway = await serve('http://127.0.0.1:1');
});
afterAll(() => parts.disposeAsync());

function upstream(): Hono {
  return new Hono()
    .get('/', (c) => c.json({ name: 'Systole' }))
    .get('/health/live', (c) => c.json({ status: 'ok' }))
    .get('/users', etag({ weak: true }), (c) =>
      c.json({ limit: c.req.query('limit'), data: 'x'.repeat(5_000) }),
    )
    .get('/docs', (c) => c.html('<p>API</p>', 200, { 'content-security-policy': "script-src 'self'" }))
    .get('/moved', (c) => c.text('', 302, { location: '/users' }))
    .get('/failing', (c) => c.json({ title: 'Something went wrong' }, 500))
    .delete('/users/:name', (c) => c.body(null, 204))
    .post('/echo', async (c) => c.body(await c.req.arrayBuffer(), 201))
    .get('/in-two', (c) => {
      c.header('content-type', 'application/x-ndjson');
      return stream(c, async (body) => {
        await body.write('first\n');
        await goOn.promise;
        await body.write('second\n');
      });
    })
    .get('/endless', (c) =>
      stream(c, async (body) => {
        body.onAbort(() => {
          abandoned.resolve(undefined);
        });
        await body.write('more\n');
        await abandoned.promise;
      }),
    )
    .get('/*', (c) => c.json({ title: 'Not found', path: c.req.url.replace(/^http:\/\/[^/]+/, '') }, 404));
}

type Asked = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

async function ask(url: string, { headers: given, ...init }: Asked = {}) {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { 'accept-encoding': 'identity', ...given },
    ...init,
  });
  const headers = Object.fromEntries(
    [...response.headers]
      .filter(([name]) => !OWN_HEADERS.includes(name))
      // `UTF-8` is `utf-8`.
      .map(([name, value]) => [name, name === 'content-type' ? value.toLowerCase() : value]),
  );
  return { status: response.status, headers, body: await response.text() };
}

/** What Caddy answers, once it is known to be what the other answers. */
async function both({ ours, caddy }: Pair, target: string, init: Asked = {}) {
  const answer = await ask(`${caddy}${target}`, init);
  expect(answer).toEqual(await ask(`${ours}${target}`, init));
  return answer;
}

describe('in the container as without one', () => {
  it.each([
    '/',
    '/explore',
    '/day?user=ada',
    '/patients/7',
    '/assets',
    '/v1.2/notes',
    '/.env',
    '/index.html',
  ])('%s is the page', async (target) => {
    expect(await both(well, target)).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' },
    });
  });

  it.each([
    ['identity', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=0', undefined],
  ])(
    'an asset comes to those who take %s as the build left it, and is cached for ever',
    async (accepted, encoding) => {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await both(well, '/assets/index-abc123.js', {
          method,
          headers: { 'accept-encoding': accepted },
        });
        expect([status, headers['content-encoding'], headers['cache-control']]).toEqual([
          200,
          encoding,
          'public, max-age=31536000, immutable',
        ]);
      }
    },
  );

  it.each(['/favicon.svg', '/assets/index-abc123.css'])('%s comes with its type', async (target) => {
    expect((await both(well, target)).status).toBe(200);
  });

  it.each([
    '/assets/index-gone.js',
    '/assets/',
    '/assets/index-abc123.js.gz',
    '/favicon.ico',
    '/..%2fpackage.json',
  ])('%s is not there', async (target) => {
    expect((await both(well, target)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not for files', async (method) => {
    expect((await both(well, '/', { method })).status).toBe(405);
  });

  it.each(['/', '/assets/index-abc123.js'])('%s is not sent again to those who have it', async (target) => {
    const headers = { 'accept-encoding': 'gzip' };
    for (const url of [well.ours, well.caddy]) {
      const first = (await fetch(`${url}${target}`, { headers })).headers;
      expect(first.get('vary')?.toLowerCase()).toBe('accept-encoding');
      const known = { ...headers, 'if-none-match': first.get('etag') ?? '' };
      const again = await ask(`${url}${target}`, { headers: known });
      expect([again.status, again.body]).toEqual([304, '']);
    }
  });

  it.each([
    '/api',
    '/api/users?limit=5&x=%26',
    '/api/docs',
    '/api/moved',
    '/api/failing',
    '/api/none/a%2Fb%3Ac%20d',
  ])('%s is the API', async (target) => {
    await both(well, target, { headers: { 'accept-encoding': 'identity' } });
    await both(well, target, { headers: { 'accept-encoding': 'gzip' } });
  });

  it('passes on what is written, deleted and held already', async () => {
    expect(await both(well, '/api/echo', { method: 'POST', body: 'a,b\n1,2\n' })).toMatchObject({
      status: 201,
      body: 'a,b\n1,2\n',
    });
    expect((await both(well, '/api/users/ada', { method: 'DELETE' })).status).toBe(204);
    const tag = (await fetch(`${well.caddy}/api/users`)).headers.get('etag') ?? '';
    expect((await both(well, '/api/users', { headers: { 'if-none-match': tag } })).status).toBe(304);
  });

  it('says in the same words that the API is away, and that it is well all the same', async () => {
    expect(await both(apiAway, '/api/users')).toMatchObject({
      status: 502,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
    });
    expect((await both(apiAway, '/api/echo', { method: 'POST', body: 'x' })).status).toBe(502);
    expect((await both(apiAway, '/explore')).status).toBe(200);
    expect((await both(apiAway, '/health/live')).status).toBe(200);
  });

  it('is well when the API is', async () => {
    for (const target of ['/health', '/health/ready', '/health/live'])
      expect((await both(well, target)).status).toBe(200);
    for (const url of [apiAway.ours, apiAway.caddy]) {
      const { status, body } = await ask(`${url}/health/ready`);
      expect(status).toBe(503);
      expect(JSON.parse(body)).toMatchObject({
        status: 'unavailable',
        checks: { api: { status: 'unavailable' } },
      });
    }
  });

  it('has metrics for Prometheus', async () => {
    await ask(`${well.caddy}/explore`);
    const { headers, body } = await ask(`${well.caddy}/metrics`);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(body).toMatch(/^caddy_http_request_duration_seconds_count\{.*code="200"/m);
    expect(body).toMatch(/^process_resident_memory_bytes /m);
  });

  it.each(['ours', 'caddy'] as const)(
    'passes on a part of an answer as soon as there is one (%s)',
    async (server) => {
      goOn = Promise.withResolvers<undefined>();
      const response = await fetch(`${well[server]}/api/in-two`, {
        headers: { 'accept-encoding': 'identity' },
      });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      expect((await reader?.read())?.value).toBe('first\n');
      goOn.resolve(undefined);
      expect((await reader?.read())?.value).toBe('second\n');
      expect((await reader?.read())?.done).toBe(true);
    },
  );

  it.each(['ours', 'caddy'] as const)(
    'asks the API no further when the browser goes (%s)',
    async (server) => {
      abandoned = Promise.withResolvers<undefined>();
      const controller = new AbortController();
      const response = await fetch(`${well[server]}/api/endless`, {
        signal: controller.signal,
        headers: { 'accept-encoding': 'identity' },
      });
      await response.body?.getReader().read();
      controller.abort();
      await expect(abandoned.promise).resolves.toBeUndefined();
    },
  );
});
