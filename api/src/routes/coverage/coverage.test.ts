import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { coverageSchema } from './schema.ts';

type Coverage = z.infer<typeof coverageSchema>;

const HEART = 'metric=activities_heart_intraday';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  // Four days of Berlin, of which the second has 23 hours.
  await api.insertReadings('berlin', '2025-03-28T23:00:00Z', '2025-03-31T22:00:00Z', '10 minutes');
  await api.insertReadings('kolkata', '2025-06-28T18:30:00Z', '2025-06-29T18:30:00Z', '1 hour');
  await api.pool.query(`
    UPDATE ops.users SET time_zone = 'Europe/Berlin' WHERE user_id = 'berlin';
    UPDATE ops.users SET time_zone = 'Asia/Kolkata' WHERE user_id = 'kolkata';
    INSERT INTO ops.users VALUES ('fresh'), ('empty');
    INSERT INTO activities_heart_intraday VALUES (now() - interval '2 hours', 60, 'fresh');
    INSERT INTO activities_heart_summary VALUES ('2025-03-30Z', 55, NULL, NULL, 'berlin');
    INSERT INTO ops.coverage (user_id, dataset, day, status, run_id) VALUES
      ('berlin', 'activities_heart_intraday', '2025-03-29', 'complete', 1),
      ('berlin', 'activities_heart_intraday', '2025-03-30', 'partial', 1),
      ('berlin', 'activities_heart_intraday', '2025-03-31', 'failed', 1),
      ('berlin', 'activities_heart_summary', '2025-04-01', 'complete', 1),
      ('kolkata', 'activities_heart_intraday', '2025-04-01', 'complete', 1)`);
  await api.refresh();
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = async (query: string) => (await api.get<Coverage>(`/coverage?${query}`)).body;

describe('GET /coverage', () => {
  it("gives the status and the readings of each of the user's days", async () => {
    const body = await ask(`user_id=berlin&${HEART}&start_date=2025-03-29&end_date=2025-04-01`);
    expect(body).toMatchObject({
      data: [
        { day: '2025-03-29', status: 'complete', readings: 144 },
        { day: '2025-03-30', status: 'partial', readings: 138 },
        { day: '2025-03-31', status: 'failed', readings: 144 },
        { day: '2025-04-01', status: 'missing', readings: 0 },
      ],
      summary: { days: 4, complete: 1, partial: 1, failed: 1, missing: 1, coverage_percent: 25 },
      first_timestamp: '2025-03-28T23:00:00.000Z',
      last_timestamp: '2025-03-31T21:50:00.000Z',
      stale: true,
      time_zone: 'Europe/Berlin',
    });
  });

  it('counts the readings of a half-hour zone from minutes', async () => {
    const { data } = await ask(`user_id=kolkata&${HEART}&start_date=2025-06-28&end_date=2025-06-30`);
    expect(data.map(({ day, readings }) => [day, readings])).toEqual([
      ['2025-06-28', 0],
      ['2025-06-29', 24],
      ['2025-06-30', 0],
    ]);
  });

  it('takes the whole days that instants touch', async () => {
    const { data } = await ask(
      `user_id=berlin&${HEART}&start_date=2025-03-29T12:00:00Z&end_date=2025-03-30T12:00:00Z`,
    );
    expect(data.map(({ day, readings }) => [day, readings])).toEqual([
      ['2025-03-29', 144],
      ['2025-03-30', 138],
    ]);
  });

  it('takes the civil days of a daily dataset', async () => {
    const { data } = await ask(
      'user_id=berlin&metric=activities_heart_summary&start_date=2025-03-30&end_date=2025-04-01',
    );
    expect(data).toEqual([
      { day: '2025-03-30', status: 'missing', readings: 1 },
      { day: '2025-03-31', status: 'missing', readings: 0 },
      { day: '2025-04-01', status: 'complete', readings: 0 },
    ]);
  });

  it('says how fresh the last reading is', async () => {
    const range = `${HEART}&start_date=2025-03-29&end_date=2025-03-29`;
    const fresh = await ask(`user_id=fresh&${range}`);
    expect(fresh.stale).toBe(false);
    expect(fresh.freshness_seconds).toBeGreaterThanOrEqual(7_200);
    expect(fresh.freshness_seconds).toBeLessThan(7_500);
    expect(await ask(`user_id=empty&${range}`)).toMatchObject({
      stale: true,
      freshness_seconds: null,
      first_timestamp: null,
      last_timestamp: null,
    });
  });

  it('covers ten years and no more', async () => {
    const { data } = await ask(`user_id=berlin&${HEART}&start_date=2016-01-01&end_date=2026-02-16`);
    expect(data).toHaveLength(3_700);
    expect(
      await api.problem(`/coverage?user_id=berlin&${HEART}&start_date=2016-01-01&end_date=2026-02-17`),
    ).toMatchObject({ status: 400, parameter: 'end_date' });
    expect(
      await api.problem(`/coverage?user_id=berlin&${HEART}&start_date=0001-01-01&end_date=9999-12-31`),
    ).toMatchObject({ status: 400, parameter: 'end_date' });
  });

  it.each([
    [`user_id=berlin&${HEART}&start_date=2025-04-01&end_date=2025-03-31`, 400, 'start_date'],
    [`user_id=berlin&${HEART}&start_date=2025-04-01`, 400, 'end_date'],
    [`user_id=berlin&${HEART}&start_date=2025-04-01&end_date=2025-04-02&time_zone=UTC`, 400, 'time_zone'],
    ['user_id=berlin&metric=steps&start_date=2025-04-01&end_date=2025-04-02', 404, 'metric'],
    [`user_id=nobody&${HEART}&start_date=2025-04-01&end_date=2025-04-02`, 404, 'user_id'],
  ])('refuses %s with %i for %s', async (query, status, parameter) => {
    expect(await api.problem(`/coverage?${query}`)).toMatchObject({ status, parameter });
  });
});
