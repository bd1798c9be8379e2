import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { usersSchema } from './schema.ts';

type Users = z.infer<typeof usersSchema>;

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  await api.insertReadings('user1', '2025-06-29T10:00:00.5Z', '2025-07-01', '1 hour');
  await api.insertReadings('user2', '2025-06-29', '2025-06-30', '1 hour');
  await api.pool.query(`
    INSERT INTO ops.users VALUES ('empty', 'Europe/Berlin'), ('<img src=x>', 'UTC');
    INSERT INTO activities_heart_summary
    VALUES ('2025-06-28Z', 55, NULL, NULL, 'user1'), ('2025-06-29Z', NULL, '[]', NULL, 'user1');
    INSERT INTO ops.jobs (name, kind, user_id, concurrency_key, time_zone, is_own)
    VALUES ('ingestion_job:user1', 'ingestion_job', 'user1', 'ingestion_job:user1', 'UTC', true);
    UPDATE ops.users SET created_at = '2025-06-30T12:00:00Z'`);
  await api.refresh();
});
afterAll(() => api[Symbol.asyncDispose]());

const added_at = '2025-06-30T12:00:00.000Z';

describe('GET /users', () => {
  it('gives every user, with the extent of each dataset and whether a service fetches', async () => {
    const { body } = await api.get<Users>('/users');
    expect(body).toEqual({
      data: [
        { user_id: '<img src=x>', time_zone: 'UTC', added_at, can_run: false, datasets: [] },
        { user_id: 'empty', time_zone: 'Europe/Berlin', added_at, can_run: false, datasets: [] },
        {
          user_id: 'user1',
          time_zone: 'UTC',
          added_at,
          can_run: true,
          datasets: [
            {
              key: 'activities_heart_intraday',
              first_timestamp: '2025-06-29T10:00:00.500Z',
              last_timestamp: '2025-06-30T23:00:00.500Z',
              readings: 38,
            },
            {
              key: 'activities_heart_summary',
              first_timestamp: '2025-06-28T00:00:00.000Z',
              last_timestamp: '2025-06-29T00:00:00.000Z',
              readings: 2,
            },
          ],
        },
        {
          user_id: 'user2',
          time_zone: 'UTC',
          added_at,
          can_run: false,
          datasets: [
            {
              key: 'activities_heart_intraday',
              first_timestamp: '2025-06-29T00:00:00.000Z',
              last_timestamp: '2025-06-29T23:00:00.000Z',
              readings: 24,
            },
          ],
        },
      ],
    });
  });

  it('gives each user once in pages', async () => {
    const all = (await api.get<Users>('/users')).body.data;
    const first = (await api.get<Users>('/users?limit=3')).body;
    const second = (await api.get<Users>(`/users?limit=3&cursor=${first.next_cursor ?? ''}`)).body;
    expect([...first.data, ...second.data]).toEqual(all);
    expect(second.next_cursor).toBeUndefined();
  });

  it.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['cursor', 'nonsense'],
    ['cursor', Buffer.from('17').toString('base64url')],
    ['user_id', 'user1'],
  ])('refuses %s=%s', async (parameter, value) => {
    expect(await api.problem(`/users?${parameter}=${value}`)).toMatchObject({ status: 400, parameter });
  });
});
