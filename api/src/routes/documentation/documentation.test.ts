import { createRegistry } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../app.ts';

// The documentation asks the database for nothing; this pool never connects.
const app = createApp({
  pool: new pg.Pool(),
  logger: testLogger,
  registry: createRegistry('api', 'test'),
  corsOrigins: [],
});

describe('the documentation', () => {
  it.each(['/docs', '/redoc'])(
    'at %s loads everything from this server, and runs nothing that stands in the page',
    async (path) => {
      const response = await app.request(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('http');
      const page = await response.text();
      expect(page).not.toMatch(/<script(?![^>]* src=)/);
      const references = [...page.matchAll(/(?:src|href|spec-url)="([^"]+)"/g)].map(
        ([, reference = '']) => reference,
      );
      expect(references.length).toBeGreaterThanOrEqual(3);
      for (const reference of references) {
        const loaded = await app.request(`/${reference}`);
        expect([reference, loaded.status]).toEqual([reference, 200]);
        expect((await loaded.arrayBuffer()).byteLength).toBeGreaterThan(100);
      }
    },
  );

  it('starts Swagger UI on the published description', async () => {
    expect(await (await app.request('/documentation/start-swagger-ui.js')).text()).toContain(
      "url: 'openapi.json'",
    );
  });

  it('is not sent again to who has it', async () => {
    const first = await app.request('/documentation/swagger-ui.css');
    const again = await app.request('/documentation/swagger-ui.css', {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it.each([
    '/documentation/nothing.js',
    '/documentation/..%2f..%2fpackage.json',
    '/documentation/%2e%2e/app.ts',
  ])('holds no other file: %s', async (path) => {
    expect((await app.request(path)).status).toBe(404);
  });
});
