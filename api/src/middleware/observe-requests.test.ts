import { createRegistry } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import { Hono } from 'hono';
import { describe, expect, it, vi } from 'vitest';
import type { ApiEnv } from '../router.ts';
import { observeRequests } from './observe-requests.ts';

describe('a metric that cannot be updated', () => {
  it.each([
    ['http_requests_in_flight', 'inc'],
    ['http_requests_total', 'inc'],
    ['http_request_duration_seconds', 'observe'],
    ['http_response_size_bytes', 'observe'],
  ])('%s breaks no request, and is counted and logged', async (name, update) => {
    const registry = createRegistry('api', 'test');
    const app = new Hono<ApiEnv>()
      .use(observeRequests(registry, testLogger))
      .get('/well', (c) => c.text('well'));
    Object.assign(registry.getSingleMetric(name) ?? {}, {
      [update]: () => {
        throw new Error('no room for a further series');
      },
    });
    const warn = vi.spyOn(testLogger, 'warn').mockReturnValue(testLogger);
    const before = await countFailures(registry);

    const response = await app.request('/well');

    expect([response.status, await response.text()]).toEqual([200, 'well']);
    expect(await countFailures(registry)).toBe(before + 1);
    expect(warn).toHaveBeenCalledWith('a metric could not be updated', {
      error: expect.stringContaining('no room for a further series') as string,
    });
    warn.mockRestore();
  });
});

async function countFailures(registry: ReturnType<typeof createRegistry>): Promise<number> {
  return Number(/^systole_metric_failures_total\{.*\} (\d+)$/m.exec(await registry.metrics())?.[1]);
}
