import type { Pool } from '@systole/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { Columns, Metadata, Point } from '../../answers/schema.ts';

interface MultiUser {
  readonly data: { readonly user_id: string; readonly data: Point[]; readonly count: number }[];
  readonly metadata: Metadata;
}

const RANGE = 'start_date=2025-06-29&end_date=2025-07-06&metric=activities_heart_intraday';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.insertReadings('user1', '2025-06-29', '2025-07-07', '90 seconds');
  await api.insertReadings('user2', '2025-06-30', '2025-07-02', '1 hour');
  await api.insertReadings('User3', '2025-06-29', '2025-07-10', '10 minutes');
  await api.pool.query(`INSERT INTO ops.users VALUES ('empty')`);
  await api.refresh();
});
afterAll(() => api[Symbol.asyncDispose]());

async function ask(query: string): Promise<MultiUser> {
  const answer = await api.get<MultiUser>(`/multi-user/timeseries?${query}`);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return answer.body;
}

async function askOne(userId: string, query: string): Promise<Point[]> {
  return (await api.get<{ data: Point[] }>(`/timeseries?user_id=${userId}&${query}`)).body.data;
}

describe('GET /multi-user/timeseries', () => {
  it('answers the documented request for all users, in the order of their ids', async () => {
    const { data, metadata } = await ask(RANGE);
    expect(data.map(({ user_id, count }) => [user_id, count])).toEqual([
      ['User3', 192],
      ['empty', 0],
      ['user1', 192],
      ['user2', 48],
    ]);
    expect(metadata.query_info).toMatchObject({ interval: '1h', points: 432, truncated: false });
  });

  it.each(['raw', '1m', '1h', '1d'])(
    'gives for each user the %s that /timeseries gives',
    async (interval) => {
      const query = `${RANGE}&interval=${interval}&time_zone=Asia/Kolkata`;
      const { data } = await ask(query);
      for (const { user_id, data: points, count } of data) {
        expect(points).toEqual(await askOne(user_id, query));
        expect(count).toBe(points.length);
      }
    },
  );

  it('gives the users that are asked for, each once', async () => {
    const { data } = await ask(`${RANGE}&user_ids=user2,user1,user2`);
    expect(data.map(({ user_id }) => user_id)).toEqual(['user1', 'user2']);
  });

  it('takes the finest level that fits every user', async () => {
    const levelFor = async (userIds: string) =>
      (await ask(`${RANGE}&user_ids=${userIds}`)).metadata.query_info.interval;
    expect(await levelFor('user2')).toBe('raw');
    expect(await levelFor('User3,user2')).toBe('raw');
    expect(await levelFor('user1,user2')).toBe('1h');
  });

  it('reads the points of all users in one statement', async () => {
    const statements: string[] = [];
    const recorded: Pool['query'] = api.pool.query.bind(api.pool);
    Object.assign(api.pool, {
      query: (...given: [string | { text: string }]) => {
        statements.push(typeof given[0] === 'string' ? given[0] : given[0].text);
        return (recorded as (...all: unknown[]) => unknown)(...given);
      },
    });
    try {
      await ask(`${RANGE}&interval=1h`);
    } finally {
      Object.assign(api.pool, { query: recorded });
    }
    expect(statements.filter((statement) => statement.includes('activities_heart_intraday'))).toHaveLength(1);
  });

  it('columns holds the same as json', async () => {
    const { data } = await ask(RANGE);
    const columns = (
      await api.get<{
        data: (Columns & { user_id: string })[];
      }>(`/multi-user/timeseries?${RANGE}&format=columns`)
    ).body;
    expect(columns.data.map(({ user_id }) => user_id)).toEqual(data.map(({ user_id }) => user_id));
    for (const [index, { data: points }] of data.entries()) {
      const { timestamp, value, min, max, count } = columns.data[index] ?? {};
      expect(timestamp).toEqual(points.map((point) => Date.parse(point.timestamp)));
      expect(value).toEqual(points.map((point) => point.value));
      expect(min).toEqual(points.map((point) => point.min));
      expect(max).toEqual(points.map((point) => point.max));
      expect(count).toEqual(points.map((point) => point.count));
    }
  });

  it('ndjson and csv hold the same as json, user after user', async () => {
    const query = `${RANGE}&interval=raw`;
    const points = (await ask(query)).data.flatMap(({ data }) => data);
    const ndjson = (await api.get(`/multi-user/timeseries?${query}&format=ndjson`)).text;
    expect(
      ndjson
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Point),
    ).toEqual(points);
    const csv = (await api.get(`/multi-user/timeseries?${query}&format=csv`)).text;
    expect(csv.trimEnd().split('\n').slice(1)).toEqual(
      points.map(({ timestamp, value, user_id, min, max, count }) =>
        [timestamp, value, user_id, min, max, count].join(','),
      ),
    );
  });

  it.each(['raw', '1h'])(
    'gives every point of %s once in pages that pass from user to user',
    async (interval) => {
      const query = `${RANGE}&interval=${interval}`;
      const all = (await ask(query)).data.flatMap(({ data }) => data);
      const collected: Point[] = [];
      let cursor = '';
      for (let pages = 0; pages < 20; pages += 1) {
        const { data, metadata } = await ask(
          `${query}&max_points=${interval === 'raw' ? 1_000 : 48}${cursor}`,
        );
        collected.push(...data.flatMap((user) => user.data));
        const { next_cursor } = metadata.query_info;
        if (next_cursor === undefined) break;
        cursor = `&cursor=${next_cursor}`;
      }
      expect(collected).toEqual(all);
    },
  );

  it('names every user that is unknown, and the known ones', async () => {
    const problem = await api.problem(`/multi-user/timeseries?${RANGE}&user_ids=user1,nobody,%3Cscript%3E`);
    expect(problem).toMatchObject({
      status: 404,
      parameter: 'user_ids',
      known: ['User3', 'empty', 'user1', 'user2'],
    });
    expect(problem.detail).toContain('"nobody", "<script>"');
  });

  it.each([
    ['', 'must be user ids of 1 to 128 characters'],
    ['user1,,user2', 'must be user ids of 1 to 128 characters'],
    ['user1%00', 'must be user ids of 1 to 128 characters'],
    [Array.from({ length: 101 }, (_, index) => `u${index}`).join(','), 'must not name more than 100 users'],
  ])('refuses user_ids=%.20s: it %s', async (userIds, reason) => {
    const problem = await api.problem(`/multi-user/timeseries?${RANGE}&user_ids=${userIds}`);
    expect(problem).toMatchObject({ status: 400, parameter: 'user_ids' });
    expect(problem.detail).toContain(reason);
  });

  it('refuses user_id, which is a parameter of /timeseries', async () => {
    expect(await api.problem(`/multi-user/timeseries?${RANGE}&user_id=user1`)).toMatchObject({
      status: 400,
      parameter: 'user_id',
    });
  });

  it('answers 304 to who has the answer already', async () => {
    const first = await api.get<unknown>(`/multi-user/timeseries?${RANGE}`);
    const again = await api.get<unknown>(`/multi-user/timeseries?${RANGE}`, {
      'if-none-match': first.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
  });

  it('holds no more than 100,000 points, of all users together', async () => {
    const range = 'start_date=2024-01-01&end_date=2024-01-03&metric=activities_heart_intraday';
    for (const user of ['many1', 'many2']) {
      await api.insertReadings(user, '2024-01-01', '2024-01-01T14:00:00Z', '1 second');
    }
    await api.refresh();
    expect(await api.problem(`/multi-user/timeseries?${range}&interval=raw`)).toMatchObject({
      status: 422,
      interval: '1m',
    });
    // Each alone would fit 60,000; both together would not.
    const { metadata } = await ask(`${range}&max_points=60000&user_ids=many1,many2`);
    expect(metadata.query_info.interval).toBe('1m');
    const alone = await ask(`${range}&max_points=60000&user_ids=many1`);
    expect(alone.metadata.query_info.interval).toBe('raw');
  });
});
