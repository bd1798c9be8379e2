import { hc, type InferResponseType } from 'hono/client';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { startTestApi, type TestApi } from '../test/test-api.ts';
import type { ApiType } from './index.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.insertReadings('user1', '2025-06-29', '2025-06-29T00:01:00Z', '20 seconds');
});
afterAll(() => api[Symbol.asyncDispose]());

describe('a typed client', () => {
  it('knows what each endpoint takes and answers', async () => {
    const client = hc<ApiType>('http://api.example', {
      fetch: (input: string | URL | Request, init?: RequestInit) =>
        Promise.resolve(api.app.request(input instanceof URL ? input.href : input, init)),
    });
    const response = await client.timeseries.$get({
      query: {
        user_id: 'user1',
        metric: 'activities_heart_intraday',
        start_date: '2025-06-29',
        end_date: '2025-06-29',
        format: 'columns',
      },
    });
    expect(response.status).toBe(200);
    const { data, metadata } = await response.json();
    expectTypeOf(metadata.query_info.interval).toEqualTypeOf<'raw' | '1m' | '1h' | '1d'>();
    if (Array.isArray(data)) throw new Error('these are not columns');
    expectTypeOf(data.timestamp).toEqualTypeOf<number[]>();
    expect(data.timestamp).toHaveLength(3);

    type Runs = InferResponseType<typeof client.runs.$get, 200>;
    expectTypeOf<Runs['data'][number]['status']>().toEqualTypeOf<
      'running' | 'success' | 'partial' | 'failed' | 'no_op'
    >();
    const run = await client.runs[':id'].$get({ param: { id: '1' } });
    expect(run.status).toBe(404);
  });
});
