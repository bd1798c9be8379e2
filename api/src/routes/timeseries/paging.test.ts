import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askSeries, startSeriesApi, WEEK } from '../../../test/series-fixture.ts';
import type { TestApi } from '../../../test/test-api.ts';
import type { Point } from '../../answers/schema.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startSeriesApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = (query: string) => askSeries(api, query);

describe('paging of /timeseries', () => {
  it.each([
    ['raw', 'UTC', 1_000],
    ['1m', 'UTC', 999],
    ['1h', 'Asia/Kolkata', 50],
    ['1d', 'Europe/Berlin', 3],
  ])('gives every point of %s in %s once, in pages of %3$i', async (interval, zone, size) => {
    const query = `${WEEK}&interval=${interval}&time_zone=${zone}`;
    const { data: all } = await ask(query);
    const collected: Point[] = [];
    let cursor = '';
    for (let pages = 0; pages < 20; pages += 1) {
      const { data, metadata } = await ask(`${query}&max_points=${size}${cursor}`);
      collected.push(...data);
      const { truncated, next_cursor, points } = metadata.query_info;
      expect(truncated).toBe(next_cursor !== undefined);
      expect(points).toBe(data.length);
      if (next_cursor === undefined) break;
      expect(data).toHaveLength(size);
      cursor = `&cursor=${next_cursor}`;
    }
    expect(collected).toEqual(all);
  });

  it('continues with pages of the standard size where none is given', async () => {
    const query = `${WEEK}&interval=raw`;
    const first = await ask(`${query}&max_points=10`);
    const second = await ask(`${query}&cursor=${first.metadata.query_info.next_cursor ?? ''}`);
    expect(second.data).toHaveLength(2_000);
    expect(second.data[0]?.timestamp).toBe('2025-06-29T00:15:00.000Z');
  });

  it.each([
    ['nonsense', 'is not one that this API has given'],
    [Buffer.from('["raw",1]').toString('base64url'), 'is not one that this API has given'],
    [Buffer.from('["raw","user1","1 OR 1=1"]').toString('base64url'), 'is not one that this API has given'],
    [
      Buffer.from('["1h","user1","2025-06-29T00:00:00Z"]').toString('base64url'),
      'belongs to interval 1h, not raw',
    ],
    [Buffer.from('["raw","user2","2025-06-29T00:00:00Z"]').toString('base64url'), 'belongs to other users'],
  ])('refuses the cursor %s: it %s', async (cursor, reason) => {
    const problem = await api.problem(`/timeseries?${WEEK}&interval=raw&cursor=${cursor}`);
    expect(problem).toMatchObject({ status: 400, parameter: 'cursor' });
    expect(problem.detail).toContain(reason);
  });

  it('refuses a cursor without the interval that it belongs to', async () => {
    expect(await api.problem(`/timeseries?${WEEK}&cursor=abc`)).toMatchObject({
      status: 400,
      parameter: 'cursor',
    });
  });

  it.each(['csv', 'ndjson'])('refuses pages as %s, which gives everything', async (format) => {
    const query = `/timeseries?${WEEK}&interval=raw&format=${format}`;
    expect(await api.problem(`${query}&max_points=5`)).toMatchObject({
      status: 400,
      parameter: 'max_points',
    });
    expect(await api.problem(`${query}&cursor=abc`)).toMatchObject({ status: 400, parameter: 'cursor' });
  });
});
