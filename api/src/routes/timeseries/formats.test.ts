import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askSeries, HEART, startSeriesApi, WEEK, type Timeseries } from '../../../test/series-fixture.ts';
import type { TestApi } from '../../../test/test-api.ts';
import type { Columns, Metadata, Point } from '../../answers/schema.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startSeriesApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = (query: string) => askSeries(api, query);

describe('the formats of /timeseries', () => {
  const queries = [
    ['readings', `${WEEK}&interval=raw`],
    ['hours', `${WEEK}&interval=1h`],
    ['days', `${WEEK}&interval=1d&time_zone=Asia/Kolkata`],
    ['daily rows', 'start_date=2025-06-01&end_date=2025-07-31&user_id=user1&metric=activities_heart_summary'],
    ['microseconds', `start_date=2025-05-01&end_date=2025-05-01&user_id=user1&${HEART}`],
  ] as const;

  it.each(queries)('columns holds the same %s as json', async (_, query) => {
    const { data, metadata } = await ask(query);
    const columns = (
      await api.get<{
        data: Columns;
        metadata: Metadata;
      }>(`/timeseries?${query}&format=columns`)
    ).body;
    expect(columns.metadata).toEqual(metadata);
    const { timestamp, ...rest } = columns.data;
    expect(timestamp.map((at) => new Date(at).toISOString())).toEqual(
      data.map((point) => new Date(point.timestamp).toISOString()),
    );
    for (const [name, column] of Object.entries(rest)) {
      expect(column, name).toEqual(data.map((point) => point[name]));
    }
    expect(Object.keys(columns.data).length).toBe(Object.keys(data[0] ?? {}).length - 1);
  });

  it('columns keeps microseconds as a fraction', async () => {
    const query = `start_date=2025-05-01&end_date=2025-05-01&user_id=user1&${HEART}`;
    const { body } = await api.get<{ data: Columns }>(`/timeseries?${query}&format=columns`);
    expect(body.data.timestamp).toEqual([Date.UTC(2025, 4, 1) + 123.456, Date.UTC(2025, 4, 1) + 1_500]);
  });

  it.each(queries)('ndjson holds the same %s as json', async (_, query) => {
    const { data } = await ask(query);
    const answer = await api.get(`/timeseries?${query}&format=ndjson`);
    expect(answer.text.endsWith('\n')).toBe(true);
    expect(
      answer.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Point),
    ).toEqual(data);
  });

  it.each(queries)('csv holds the same %s as json', async (_, query) => {
    const { data } = await ask(query);
    const { text, headers } = await api.get(`/timeseries?${query}&format=csv`);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="activities_heart_\w+-(raw|1h|1d)\.csv"$/,
    );
    const [header = '', ...lines] = text.trimEnd().split('\n');
    const names = header.split(',');
    expect(names).toEqual(Object.keys(data[0] ?? {}));
    const quoted = (value: unknown) => {
      if (value === null) return '';
      return typeof value === 'object'
        ? `"${JSON.stringify(value).replaceAll(/[,:]/g, '$& ').replaceAll('"', '""')}"`
        : `${value as number}`;
    };
    expect(lines).toEqual(data.map((point) => names.map((name) => quoted(point[name])).join(',')));
  });

  it('csv quotes names that hold commas, quotes or line ends', async () => {
    const name = 'a "b",\nc';
    await api.insertReadings(name, '2025-06-29', '2025-06-29T00:00:01Z', '1 minute');
    const { text } = await api.get(
      `/timeseries?start_date=2025-06-29&end_date=2025-06-29&${HEART}&format=csv&user_id=${encodeURIComponent(name)}`,
    );
    expect(text.slice(text.indexOf('\n') + 1)).toMatch(
      /^2025-06-29T00:00:00.000Z,[\d.]+,"a ""b"",\nc",[\d.]+,[\d.]+,1\n$/,
    );
  });

  it('csv and ndjson stream more points than json holds', async () => {
    const query = `start_date=2025-01-01&end_date=2025-01-02&user_id=dense&interval=raw&${HEART}`;
    const { text } = await api.get(`/timeseries?${query}&format=csv`);
    const lines = text.trimEnd().split('\n').slice(1);
    expect(lines).toHaveLength(100_801);
    expect(new Set(lines.map((line) => line.slice(0, 24))).size).toBe(100_801);
    expect(lines).toEqual(lines.toSorted());
  });
});

describe('what /timeseries saves its clients', () => {
  it.each(['json', 'columns'])('answers 304 to who has the %s already', async (format) => {
    const path = `/timeseries?${WEEK}&format=${format}`;
    const first = await api.get<unknown>(path);
    const entityTag = first.headers.get('etag') ?? '';
    expect(entityTag).toMatch(/^W\/".+"$/);
    for (const header of [entityTag, entityTag.slice(2), `"other", ${entityTag}`, '*']) {
      const again = await api.get<unknown>(path, { 'if-none-match': header });
      expect([again.status, again.text]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(entityTag);
    }
    expect((await api.get(path, { 'if-none-match': 'W/"other"' })).status).toBe(200);
  });

  it('has another entity tag when a reading comes in', async () => {
    const path = `/timeseries?start_date=2025-08-01&end_date=2025-08-01&user_id=user1&${HEART}`;
    const before = await api.get(path);
    await api.insertReadings('user1', '2025-08-01', '2025-08-01T00:00:01Z', '1 minute');
    const after = await api.get<Timeseries>(path, { 'if-none-match': before.headers.get('etag') ?? '' });
    expect(after.status).toBe(200);
    expect(after.body.data).toHaveLength(1);
  });

  it.each(['json', 'columns', 'csv', 'ndjson'])('compresses %s for who takes gzip', async (format) => {
    const path = `/timeseries?${WEEK}&format=${format}`;
    const plain = await api.get(path);
    const response = await api.app.request(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('vary')).toMatch(/accept-encoding/i);
    const compressed = Buffer.from(await response.arrayBuffer());
    expect(gunzipSync(compressed).toString()).toBe(plain.text);
    expect(compressed.length).toBeLessThan(plain.text.length / 2);
  });

  it('does not compress for who does not ask for it', async () => {
    const { headers } = await api.get(`/timeseries?${WEEK}`);
    expect(headers.get('content-encoding')).toBeNull();
  });
});
