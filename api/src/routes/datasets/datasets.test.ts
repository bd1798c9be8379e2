import { datasets } from '@systole/catalog';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

describe('GET /datasets', () => {
  it('gives every dataset of the catalog, in its order', async () => {
    const { body } = await api.get<{ data: { key: string }[] }>('/datasets');
    expect(body.data.map(({ key }) => key)).toEqual([...datasets.keys()]);
    expect(body.data[0]).toEqual({
      key: 'activities_heart_intraday',
      label: 'Heart rate',
      description: 'Heart rate as the wearable samples it, every 1 to 15 seconds while worn.',
      unit: 'bpm',
      kind: 'series',
      valid_range: { greater_than: 0, at_most: 300 },
      levels: ['raw', '1m', '1h', '1d'],
      attributes: [],
      stale_after_hours: 48,
    });
    expect(body.data[1]).toMatchObject({
      kind: 'daily',
      levels: ['raw'],
      attributes: [{ name: 'heart_rate_zones' }, { name: 'custom_heart_rate_zones' }],
    });
  });
});

describe('GET /', () => {
  it('links only to what is there', async () => {
    const { body } = await api.get<{ name: string; version: string; links: Record<string, string> }>('/');
    expect(body).toMatchObject({
      name: 'Systole',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
    for (const path of Object.values(body.links)) {
      // 400: it is there, and asks for parameters.
      expect([200, 400], path).toContain((await api.app.request(path)).status);
    }
  });
});
