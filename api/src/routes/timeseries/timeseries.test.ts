import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { Columns, Metadata, Point } from '../../answers/schema.ts';

interface Timeseries {
  readonly data: Point[];
  readonly metadata: Metadata;
}

const HEART = 'metric=activities_heart_intraday';
const WEEK = `start_date=2025-06-29&end_date=2025-07-06&user_id=user1&${HEART}`;
const NAME = `<b>Robert'); DROP TABLE ops.users;--</b>`;

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  // Eight days at one reading in 90 s, and a night at one a second, which is more than an answer holds.
  await api.insertReadings('user1', '2025-06-29', '2025-07-07', '90 seconds');
  await api.insertReadings('dense', '2025-01-01', '2025-01-02T04:00:01Z', '1 second');
  await api.insertReadings('traveller', '2025-03-28T23:00:00Z', '2025-03-31T22:00:00Z', '10 minutes');
  await api.insertReadings('traveller', '2025-10-24T22:00:00Z', '2025-10-27T23:00:00Z', '10 minutes');
  await api.insertReadings(NAME, '2025-06-29', '2025-06-29T01:00:00Z', '10 minutes');
  await api.pool.query(`
    INSERT INTO activities_heart_intraday VALUES ('2025-05-01 00:00:00.123456Z', 61.5, 'user1'), ('2025-05-01 00:00:01.5Z', 62, 'user1');
    INSERT INTO activities_heart_summary
    SELECT day, CASE WHEN day = '2025-06-30' THEN NULL ELSE 55.5 END,
           '[{"name": "Fat burn", "min": 90, "max": 120}]', NULL, 'user1'
      FROM generate_series('2025-06-25Z'::timestamptz, '2025-07-05Z', '1 day') AS day`);
  await api.refresh();
});
afterAll(() => api[Symbol.asyncDispose]());

async function ask(query: string): Promise<Timeseries> {
  const answer = await api.get<Timeseries>(`/timeseries?${query}`);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return answer.body;
}

describe('GET /timeseries', () => {
  it('answers the documented request with the finest level that fits two thousand points', async () => {
    const { data, metadata } = await ask(`start_date=2025-06-29&end_date=2025-07-06&user_id=user1&${HEART}`);
    expect(metadata.query_info).toEqual({
      table_used: 'activities_heart_intraday_1h',
      interval: '1h',
      table_description: '1-hour averages of Heart rate (bpm), from the continuous aggregate',
      points: 192,
      truncated: false,
      time_zone: 'UTC',
      start: '2025-06-29T00:00:00.000Z',
      end: '2025-07-07T00:00:00.000Z',
      unit: 'bpm',
    });
    expect(data).toHaveLength(192);
    expect(data[0]).toMatchObject({ timestamp: '2025-06-29T00:00:00.000Z', user_id: 'user1', count: 40 });
  });

  it('serves readings, minutes, hours and days as max_points allows', async () => {
    const levelFor = async (maxPoints: number) =>
      (await ask(`${WEEK}&max_points=${maxPoints}`)).metadata.query_info.interval;
    // Every minute with a reading has one: 7,680 readings in as many minutes.
    expect(await levelFor(7_680)).toBe('raw');
    expect(await levelFor(7_679)).toBe('1h');
    expect(await levelFor(192)).toBe('1h');
    expect(await levelFor(191)).toBe('1d');
    expect(await levelFor(1)).toBe('1d');
  });

  it('gives of readings the value as minimum and maximum, and microseconds where there are some', async () => {
    const { data, metadata } = await ask(`start_date=2025-05-01&end_date=2025-05-01&user_id=user1&${HEART}`);
    expect(metadata.query_info).toMatchObject({ interval: 'raw', table_used: 'activities_heart_intraday' });
    expect(data).toEqual([
      {
        timestamp: '2025-05-01T00:00:00.123456Z',
        value: 61.5,
        user_id: 'user1',
        min: 61.5,
        max: 61.5,
        count: 1,
      },
      { timestamp: '2025-05-01T00:00:01.500Z', value: 62, user_id: 'user1', min: 62, max: 62, count: 1 },
    ]);
  });

  it.each([
    ['1m', 60_000, 'UTC'],
    ['1h', 3_600_000, 'UTC'],
    ['1d', 86_400_000, 'UTC'],
    ['1h', 3_600_000, 'Asia/Kolkata'],
    ['1h', 3_600_000, 'America/St_Johns'],
  ] as const)(
    'gives buckets of %s (%i ms) in %s that equal their readings',
    async (interval, width, zone) => {
      // Offsets that are constant in the range: buckets are then a multiple of their width from the zone's midnight.
      const offset = { UTC: 0, 'Asia/Kolkata': 19_800_000, 'America/St_Johns': -9_000_000 }[zone];
      const { data, metadata } = await ask(`${WEEK}&interval=${interval}&time_zone=${zone}`);
      const { start, end } = metadata.query_info;
      // A bucket belongs to the range when it begins in it, and is then whole.
      const { data: readings } = await ask(
        `start_date=2025-06-28&end_date=2025-07-08&user_id=user1&interval=raw&time_zone=${zone}&${HEART}`,
      );
      const buckets = Map.groupBy(readings, ({ timestamp }) => {
        const at = Date.parse(timestamp) + offset;
        return new Date(at - (at % width) - offset).toISOString();
      });
      const expected = [...buckets]
        .filter(([begin]) => begin >= start && begin < end)
        .map(([timestamp, points]) => {
          const values = points.map(({ value }) => value ?? NaN);
          return {
            timestamp,
            value: values.reduce((sum, value) => sum + value, 0) / values.length,
            user_id: 'user1',
            min: Math.min(...values),
            max: Math.max(...values),
            count: values.length,
          };
        });
      expect(data.length).toBeGreaterThanOrEqual(8);
      expect(data).toEqual(expected);
    },
  );

  it('gives days of 23 and 25 hours where summer time begins and ends', async () => {
    const spring = await ask(
      `start_date=2025-03-29&end_date=2025-03-31&user_id=traveller&interval=1d&time_zone=Europe/Berlin&${HEART}`,
    );
    expect(spring.data.map(({ timestamp, count }) => [timestamp, count])).toEqual([
      ['2025-03-28T23:00:00.000Z', 24 * 6],
      ['2025-03-29T23:00:00.000Z', 23 * 6],
      ['2025-03-30T22:00:00.000Z', 24 * 6],
    ]);
    expect(spring.metadata.query_info).toMatchObject({
      table_used: 'activities_heart_intraday_1h',
      table_description:
        '1-day averages of Heart rate (bpm), each day as it is in Europe/Berlin, computed from the 1-hour continuous aggregate',
    });
    const autumn = await ask(
      `start_date=2025-10-25&end_date=2025-10-27&user_id=traveller&interval=1d&time_zone=Europe/Berlin&${HEART}`,
    );
    expect(autumn.data.map(({ timestamp, count }) => [timestamp, count])).toEqual([
      ['2025-10-24T22:00:00.000Z', 24 * 6],
      ['2025-10-25T22:00:00.000Z', 25 * 6],
      ['2025-10-26T23:00:00.000Z', 24 * 6],
    ]);
  });

  it('gives both of the hours that come twice', async () => {
    const { data } = await ask(
      `start_date=2025-10-26T02:00:00%2B02:00&end_date=2025-10-26T03:00:00%2B01:00&user_id=traveller&interval=1h&time_zone=Europe/Berlin&${HEART}`,
    );
    expect(data.map(({ timestamp, count }) => [timestamp, count])).toEqual([
      ['2025-10-26T00:00:00.000Z', 6],
      ['2025-10-26T01:00:00.000Z', 6],
    ]);
  });

  it('begins a day with its first midnight where midnight comes twice', async () => {
    const { data } = await ask(
      `start_date=2025-10-26&end_date=2025-10-26&user_id=traveller&interval=1d&time_zone=Atlantic/Azores&${HEART}`,
    );
    expect(data.map(({ timestamp, count }) => [timestamp, count])).toEqual([
      ['2025-10-26T00:00:00.000Z', 25 * 6],
    ]);
  });

  it('computes days of a half-hour zone from minutes', async () => {
    const { data, metadata } = await ask(
      `start_date=2025-06-30&end_date=2025-07-01&user_id=user1&interval=1d&time_zone=Asia/Kolkata&${HEART}`,
    );
    expect(metadata.query_info).toMatchObject({
      table_used: 'activities_heart_intraday_1m',
      start: '2025-06-29T18:30:00.000Z',
      end: '2025-07-01T18:30:00.000Z',
    });
    expect(data.map(({ timestamp, count }) => [timestamp, count])).toEqual([
      ['2025-06-29T18:30:00.000Z', 960],
      ['2025-06-30T18:30:00.000Z', 960],
    ]);
  });

  it('takes half-open ranges of instants', async () => {
    const { data } = await ask(
      `start_date=2025-06-29T00:00:00Z&end_date=2025-06-29T00:03:00Z&user_id=user1&${HEART}`,
    );
    expect(data.map(({ timestamp }) => timestamp)).toEqual([
      '2025-06-29T00:00:00.000Z',
      '2025-06-29T00:01:30.000Z',
    ]);
  });

  it('gives daily rows by civil day, with attributes and with null', async () => {
    const { data, metadata } = await ask(
      'start_date=2025-06-29&end_date=2025-06-30&user_id=user1&metric=activities_heart_summary&time_zone=Asia/Tokyo',
    );
    const zones = [{ name: 'Fat burn', min: 90, max: 120 }];
    expect(data).toEqual([
      {
        timestamp: '2025-06-29T00:00:00.000Z',
        value: 55.5,
        user_id: 'user1',
        min: 55.5,
        max: 55.5,
        count: 1,
        heart_rate_zones: zones,
        custom_heart_rate_zones: null,
      },
      {
        timestamp: '2025-06-30T00:00:00.000Z',
        value: null,
        user_id: 'user1',
        min: null,
        max: null,
        count: 1,
        heart_rate_zones: zones,
        custom_heart_rate_zones: null,
      },
    ]);
    expect(metadata.query_info).toMatchObject({ interval: 'raw', table_used: 'activities_heart_summary' });
  });

  it('takes the civil days that instants fall on in the time zone, for daily datasets', async () => {
    const days = async (range: string) =>
      (
        await ask(`${range}&user_id=user1&metric=activities_heart_summary&time_zone=America/New_York`)
      ).data.map(({ timestamp }) => timestamp.slice(0, 10));
    // 02:00 UTC is still the evening before in New York.
    expect(await days('start_date=2025-06-29T02:00:00Z&end_date=2025-06-30T02:00:00Z')).toEqual([
      '2025-06-28',
      '2025-06-29',
    ]);
    // An end at midnight does not touch the day that begins there.
    expect(await days('start_date=2025-06-29T04:00:00Z&end_date=2025-06-30T04:00:00Z')).toEqual([
      '2025-06-29',
    ]);
  });

  it('answers with no points where there are none', async () => {
    const { data, metadata } = await ask(`start_date=2001-01-01&end_date=2001-01-02&user_id=user1&${HEART}`);
    expect(data).toEqual([]);
    expect(metadata.query_info.points).toBe(0);
  });

  it('answers for all of history', async () => {
    const { metadata } = await ask(
      `start_date=0001-01-01&end_date=9999-12-31&user_id=user1&time_zone=Europe/Berlin&${HEART}`,
    );
    expect(metadata.query_info).toMatchObject({
      start: '0001-01-01T00:00:00.000Z',
      end: '9999-12-31T23:00:00.000Z',
    });
  });

  it('takes HTML and SQL in the name of a user for a name', async () => {
    const query = `start_date=2025-06-29&end_date=2025-06-29&${HEART}`;
    const { data } = await ask(`${query}&user_id=${encodeURIComponent(NAME)}`);
    expect(data).toHaveLength(6);
    expect(data[0]?.user_id).toBe(NAME);
    const unknown = await api.problem(`/timeseries?${query}&user_id=${encodeURIComponent(`' OR 1=1 --`)}`);
    expect(unknown.status).toBe(404);
  });
});

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
        ? `"${JSON.stringify(value).replaceAll('"', '""')}"`
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

describe('what /timeseries refuses', () => {
  it.each(['json', 'columns'])(
    'refuses more than 100,000 points as %s, naming the interval that fits',
    async (format) => {
      const problem = await api.problem(
        `/timeseries?start_date=2025-01-01&end_date=2025-01-02&user_id=dense&interval=raw&format=${format}&${HEART}`,
      );
      expect(problem).toMatchObject({
        status: 422,
        interval: '1m',
        parameter: 'interval',
        instance: '/timeseries',
      });
      expect(problem.detail).toContain('format=csv');
    },
  );

  it('gives exactly 100,000 points', async () => {
    const { data } = await ask(
      `start_date=2025-01-01&end_date=2025-01-02T03:46:40Z&user_id=dense&interval=raw&${HEART}`,
    );
    expect(data).toHaveLength(100_000);
  });

  it.each([
    ['start_date', ''],
    ['start_date', '2025-02-30'],
    ['start_date', '2025-13-01'],
    ['start_date', '0000-01-01'],
    ['start_date', '10000-01-01'],
    ['start_date', '-2025-01-01'],
    ['start_date', 'infinity'],
    ['start_date', 'now'],
    ['start_date', '2025-06-29T10:00:00'],
    ['start_date', '2025-06-31T10:00:00Z'],
    ['start_date', '2025-06-29T24:00:00Z'],
    ['start_date', '2025-06-29T10:00:60Z'],
    ['start_date', '2025-06-29T10:00:00%2B25:00'],
    ['start_date', '1751155200'],
    ['start_date', '2025-06-29%00'],
    ['end_date', '2025-6-1'],
    ['interval', '2h'],
    ['interval', ''],
    ['max_points', '0'],
    ['max_points', '-1'],
    ['max_points', '100001'],
    ['max_points', '1e3'],
    ['max_points', '12.5'],
    ['max_points', '9'.repeat(400)],
    ['time_zone', 'Mars/Olympus'],
    ['time_zone', '%2B02:00'],
    ['time_zone', "'; SELECT 1"],
    ['format', 'xml'],
    ['user_id', ''],
    ['user_id', 'a%00b'],
    ['user_id', 'x'.repeat(129)],
    ['cursor', ''],
  ])('refuses %s=%s', async (parameter, value) => {
    const query = new URLSearchParams(WEEK);
    query.delete(parameter);
    const problem = await api.problem(`/timeseries?${query.toString()}&${parameter}=${value}`);
    expect(problem).toMatchObject({ status: 400, parameter, type: 'urn:systole:problem:invalid-parameter' });
    expect(problem.errors).toHaveLength(1);
  });

  it.each(['start_date', 'end_date', 'user_id', 'metric'])(
    'refuses a request without %s',
    async (parameter) => {
      const query = new URLSearchParams(WEEK);
      query.delete(parameter);
      expect(await api.problem(`/timeseries?${query.toString()}`)).toMatchObject({
        status: 400,
        parameter,
        detail: `${parameter} is required`,
      });
    },
  );

  it('names every parameter that is wrong', async () => {
    const problem = await api.problem(
      '/timeseries?user_id=user1&user_id=user2&metric=x&start_date=x&end_dat=2025-01-01&__proto__=1',
    );
    expect(problem.errors?.map(({ parameter }) => parameter).toSorted()).toEqual([
      '__proto__',
      'end_dat',
      'end_date',
      'start_date',
      'user_id',
    ]);
    expect(problem.detail).toContain('user_id must be given only once');
    expect(problem.detail).toContain('end_dat is not a parameter of this endpoint');
  });

  it.each([
    ['start_date=2025-06-29&end_date=2025-06-28', 'before'],
    ['start_date=2025-06-29T00:00:00Z&end_date=2025-06-29T00:00:00Z', 'before'],
    ['start_date=2025-06-29T02:00:00%2B02:00&end_date=2025-06-29T00:00:00Z', 'before'],
  ])('refuses the empty range %s', async (range, reason) => {
    const problem = await api.problem(`/timeseries?${range}&user_id=user1&${HEART}`);
    expect(problem).toMatchObject({ status: 400, parameter: 'start_date' });
    expect(problem.detail).toContain(reason);
  });

  it('names the datasets that there are where the metric is unknown', async () => {
    expect(
      await api.problem('/timeseries?start_date=2025-06-29&end_date=2025-07-06&user_id=user1&metric=steps'),
    ).toMatchObject({
      status: 404,
      parameter: 'metric',
      known: ['activities_heart_intraday', 'activities_heart_summary'],
    });
  });

  it('names the users that there are where the user is unknown', async () => {
    const problem = await api.problem(
      `/timeseries?start_date=2025-06-29&end_date=2025-07-06&user_id=nobody&${HEART}`,
    );
    expect(problem).toMatchObject({ status: 404, parameter: 'user_id' });
    expect(problem.known).toContain('user1');
    expect(problem.detail).toContain('"nobody"');
  });

  it('refuses an interval that the dataset does not have', async () => {
    const problem = await api.problem(
      '/timeseries?start_date=2025-06-29&end_date=2025-07-06&user_id=user1&metric=activities_heart_summary&interval=1h',
    );
    expect(problem).toMatchObject({ status: 400, parameter: 'interval' });
    expect(problem.detail).toContain('auto, raw');
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
