import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { rejectsSchema, runDetailSchema, runsSchema } from './schema.ts';

type Runs = z.infer<typeof runsSchema>;
type RunDetail = z.infer<typeof runDetailSchema>;
type Rejects = z.infer<typeof rejectsSchema>;

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.pool.query(`
    INSERT INTO ops.users VALUES ('user1'), ('user2'), ('user3'), ('idle');
    INSERT INTO ops.pipeline_runs
      (dataset, source, source_name, user_id, trigger, window_start, window_end, status, started_at, heartbeat_at, finished_at,
       rows_read, inserted, updated, unchanged, rejected, error)
    VALUES
      ('activities_heart_intraday', 'google-health', 'https://health.example', 'user1', 'schedule', '2025-06-28Z', '2025-06-29Z', 'success',
       '2025-06-29 02:00:00Z', '2025-06-29 02:00:01Z', '2025-06-29 02:00:02.5Z', 10, 7, 1, 2, 0, NULL),
      ('activities_heart_intraday', 'fitabase-heart-rate', '<script>.csv', NULL, 'import', NULL, NULL, 'partial',
       '2025-06-29 03:00:00Z', '2025-06-29 03:00:01Z', '2025-06-29 03:00:02Z', 100, 90, 0, 0, 10, NULL),
      ('activities_heart_summary', 'google-health', 'https://health.example', 'user2', 'start', '2025-06-28Z', '2025-06-29Z', 'failed',
       '2025-06-29 04:00:00Z', '2025-06-29 04:00:01Z', '2025-06-29 04:00:02Z', 0, 0, 0, 0, 0, 'the token was refused'),
      ('activities_heart_intraday', 'google-health', 'https://health.example', 'user2', 'manual', '2025-06-28Z', '2025-06-29Z', 'running',
       '2025-06-29 05:00:00Z', '2025-06-29 05:00:01Z', NULL, 5, 5, 0, 0, 0, NULL);
    INSERT INTO ops.pipeline_run_users (run_id, user_id, rows_read, inserted, rejected, first_timestamp, last_timestamp)
    VALUES (2, 'user3', 40, 35, 5, '2025-06-01Z', '2025-06-02Z'), (2, 'user1', 60, 55, 5, NULL, NULL);
    INSERT INTO ops.quarantine (run_id, dataset, user_id, place, rule, message, raw_value)
    SELECT 2, 'activities_heart_intraday', CASE WHEN line > 5 THEN 'user1' END,
           json_build_object('file', 'a.csv', 'line', line, 'column', 'Value'), 'not-a-number', 'is not a number', '<b>'
      FROM generate_series(1, 10) AS line`);
});
afterAll(() => api[Symbol.asyncDispose]());

const runs = async (query = '') => (await api.get<Runs>(`/runs${query}`)).body;
const ids = async (query: string) => (await runs(query)).data.map(({ run_id }) => run_id);

describe('GET /runs', () => {
  it('gives the newest first', async () => {
    const { data, next_cursor } = await runs();
    expect(data.map(({ run_id }) => run_id)).toEqual([4, 3, 2, 1]);
    expect(next_cursor).toBeUndefined();
    expect(data[3]).toEqual({
      run_id: 1,
      dataset: 'activities_heart_intraday',
      source: 'google-health',
      source_name: 'https://health.example',
      user_id: 'user1',
      trigger: 'schedule',
      status: 'success',
      window_start: '2025-06-28T00:00:00.000Z',
      window_end: '2025-06-29T00:00:00.000Z',
      started_at: '2025-06-29T02:00:00.000Z',
      heartbeat_at: '2025-06-29T02:00:01.000Z',
      finished_at: '2025-06-29T02:00:02.500Z',
      rows_read: 10,
      inserted: 7,
      updated: 1,
      unchanged: 2,
      rejected: 0,
      error: null,
    });
  });

  it('filters by user, also of files that hold several, by status and by dataset', async () => {
    expect(await ids('?user_id=user1')).toEqual([2, 1]);
    expect(await ids('?user_id=user3')).toEqual([2]);
    expect(await ids('?status=failed')).toEqual([3]);
    expect(await ids('?dataset=activities_heart_intraday&user_id=user2')).toEqual([4]);
    expect(await ids('?user_id=idle')).toEqual([]);
  });

  it('gives each run once in pages', async () => {
    const first = await runs('?limit=3');
    expect(first.data.map(({ run_id }) => run_id)).toEqual([4, 3, 2]);
    expect(await ids(`?limit=3&cursor=${first.next_cursor ?? ''}`)).toEqual([1]);
  });

  it.each([
    ['?status=done', 400, 'status'],
    ['?limit=501', 400, 'limit'],
    ['?cursor=x', 400, 'cursor'],
    ['?cursor=MS41', 400, 'cursor'],
    ['?page=2', 400, 'page'],
    ['?dataset=steps', 404, 'dataset'],
    ['?user_id=nobody', 404, 'user_id'],
  ])('refuses %s with %i for %s', async (query, status, parameter) => {
    expect(await api.problem(`/runs${query}`)).toMatchObject({ status, parameter });
  });
});

describe('GET /runs/{id}', () => {
  it('gives the counts of each user', async () => {
    const { body } = await api.get<RunDetail>('/runs/2');
    expect(body).toMatchObject({ run_id: 2, user_id: null, status: 'partial', source_name: '<script>.csv' });
    expect(body.users).toEqual([
      {
        user_id: 'user1',
        rows_read: 60,
        inserted: 55,
        updated: 0,
        unchanged: 0,
        rejected: 5,
        first_timestamp: null,
        last_timestamp: null,
      },
      {
        user_id: 'user3',
        rows_read: 40,
        inserted: 35,
        updated: 0,
        unchanged: 0,
        rejected: 5,
        first_timestamp: '2025-06-01T00:00:00.000Z',
        last_timestamp: '2025-06-02T00:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['5', 404],
    ['999999999999999', 404],
    ['0', 400],
    ['-1', 400],
    ['abc', 400],
    ['9999999999999999999', 400],
  ])('refuses %s with %i', async (id, status) => {
    expect(await api.problem(`/runs/${id}`)).toMatchObject({ status, parameter: 'id' });
    expect(await api.problem(`/runs/${id}/rejects`)).toMatchObject({ status, parameter: 'id' });
  });
});

describe('GET /runs/{id}/rejects', () => {
  it('gives each reject once in pages, with its place and the raw value as it was', async () => {
    const first = (await api.get<Rejects>('/runs/2/rejects?limit=6')).body;
    const second = (await api.get<Rejects>(`/runs/2/rejects?limit=6&cursor=${first.next_cursor ?? ''}`)).body;
    const all = [...first.data, ...second.data];
    expect(all.map(({ place }) => place['line'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(all[0]).toMatchObject({
      user_id: null,
      place: { file: 'a.csv', line: 1, column: 'Value' },
      rule: 'not-a-number',
      message: 'is not a number',
      raw_value: '<b>',
    });
    expect(second.next_cursor).toBeUndefined();
  });

  it('is empty for a run that took everything', async () => {
    expect((await api.get<Rejects>('/runs/1/rejects')).body).toEqual({ data: [] });
  });
});
