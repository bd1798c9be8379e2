import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askSeries, HEART, startSeriesApi, WEEK } from '../../../test/series-fixture.ts';
import type { TestApi } from '../../../test/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startSeriesApi();
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = (query: string) => askSeries(api, query);

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
