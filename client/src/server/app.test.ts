import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createRegistry, listen, type Listening } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './app.ts';
import { loadStaticFiles } from './static-files.ts';

const PAGE = '<!doctype html><title>Systole</title>';
const SCRIPT = 'console.log("systole")';

let directory: string;
let api: Listening;
let dashboard: Listening;
const abandoned = Promise.withResolvers<undefined>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'systole-client-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), PAGE);
  await writeFile(join(directory, 'assets', 'index-abc123.js'), SCRIPT);
  await writeFile(join(directory, 'assets', 'index-abc123.js.gz'), gzipSync(SCRIPT));

  const upstream = new Hono()
    .get('/health/live', (c) => c.json({ status: 'ok' }))
    .get('/users', etag(), (c) => c.json({ query: c.req.query('limit'), data: 'x'.repeat(5_000) }))
    .get(
      '/endless',
      () =>
        new Response(
          endless(() => {
            abandoned.resolve(undefined);
          }),
        ),
    );
  api = await listen(upstream, { host: '127.0.0.1', port: 0, portVariable: 'API_PORT' });
  const app = createApp({
    files: await loadStaticFiles(pathToFileURL(`${directory}/`)),
    apiUrl: api.url,
    registry: createRegistry('client', 'test'),
    logger: testLogger,
  });
  dashboard = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'CLIENT_PORT' });
});
afterAll(async () => {
  await dashboard.close(0);
  await api.close(0);
  await rm(directory, { recursive: true });
});

/** A body that goes on until nobody reads it any more. */
function endless(onCancel: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: async (controller) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      controller.enqueue(new TextEncoder().encode('more\n'));
    },
    cancel: onCancel,
  });
}

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${dashboard.url}${path}`, { headers });

describe('the files of the dashboard', () => {
  it('are the page for every path of its own, and never cached without asking', async () => {
    for (const path of ['/', '/explore', '/day?user=ada']) {
      const response = await get(path);
      expect(await response.text()).toBe(PAGE);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
    const entityTag = (await get('/')).headers.get('etag') ?? '';
    expect((await get('/', { 'if-none-match': entityTag })).status).toBe(304);
  });

  it('are cached for ever where their name has a hash, and come as they were compressed by the build', async () => {
    const response = await get('/assets/index-abc123.js', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe(SCRIPT);
    const plain = await get('/assets/index-abc123.js', { 'accept-encoding': 'gzip;q=0' });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  it('are 404, and not the page, where an asset of another build is asked for', async () => {
    expect((await get('/assets/index-gone.js')).status).toBe(404);
    expect((await get('/favicon.ico')).status).toBe(404);
    expect((await get('/../package.json')).status).toBe(404);
  });

  it('forbid everything inline and everything from elsewhere', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect((await get('/')).headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are read only', async () => {
    expect((await fetch(`${dashboard.url}/`, { method: 'POST' })).status).toBe(405);
  });
});

describe('/api', () => {
  it('is the API on the same origin, compressed, with its query', async () => {
    const response = await get('/api/users?limit=5', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.json()).toMatchObject({ query: '5' });
  });

  it('passes entity tags and 304 on', async () => {
    const entityTag = (await get('/api/users')).headers.get('etag') ?? '';
    expect(entityTag).not.toBe('');
    expect((await get('/api/users', { 'if-none-match': entityTag })).status).toBe(304);
  });

  it('ends its request to the API when the client goes', async () => {
    const controller = new AbortController();
    const response = await fetch(`${dashboard.url}/api/endless`, {
      signal: controller.signal,
      // Compression waits for more than a line before it sends anything.
      headers: { 'accept-encoding': 'identity' },
    });
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('more');
    controller.abort();
    await expect(abandoned.promise).resolves.toBeUndefined();
  });

  it('is a problem in words where the API is away, and /health says so', async () => {
    const registry = createRegistry('client', 'test');
    const app = createApp({ files: new Map(), apiUrl: 'http://127.0.0.1:1', registry, logger: testLogger });
    const response = await app.request('/api/users');
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ title: 'The API cannot be reached', status: 502 });
    expect((await app.request('/health')).status).toBe(503);
    expect((await app.request('/health/live')).status).toBe(200);
    expect(await (await app.request('/metrics')).text()).toMatch(
      /http_requests_total\{target="api",status="502"/,
    );
  });
});

describe('a build that is missing', () => {
  it('ends the start with the command that makes it', async () => {
    await expect(loadStaticFiles(pathToFileURL(join(directory, 'assets/')))).rejects.toThrow(/npm run build/);
  });
});
