import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askSeries, HEART, HOSTILE_NAME, startSeriesApi, WEEK } from '../../../test/series-fixture.ts';
import type { TestApi } from '../../../test/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startSeriesApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = (query: string) => askSeries(api, query);

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
    const { data } = await ask(`${query}&user_id=${encodeURIComponent(HOSTILE_NAME)}`);
    expect(data).toHaveLength(6);
    expect(data[0]?.user_id).toBe(HOSTILE_NAME);
    const unknown = await api.problem(`/timeseries?${query}&user_id=${encodeURIComponent(`' OR 1=1 --`)}`);
    expect(unknown.status).toBe(404);
  });
});
