import { expect } from 'vitest';
import type { Metadata, Point } from '../src/answers/schema.ts';
import { startTestApi, type TestApi } from './test-api.ts';

export interface Timeseries {
  readonly data: Point[];
  readonly metadata: Metadata;
}

export const HEART = 'metric=activities_heart_intraday';
export const WEEK = `start_date=2025-06-29&end_date=2025-07-06&user_id=user1&${HEART}`;
export const HOSTILE_NAME = `<b>Robert'); DROP TABLE ops.users;--</b>`;

/** The API over the readings that the tests of /timeseries ask for. */
export async function startSeriesApi(): Promise<TestApi> {
  const api = await startTestApi();
  // Eight days at one reading in 90 s, and a night at one a second, which is more than an answer holds.
  await api.insertReadings('user1', '2025-06-29', '2025-07-07', '90 seconds');
  await api.insertReadings('dense', '2025-01-01', '2025-01-02T04:00:01Z', '1 second');
  await api.insertReadings('traveller', '2025-03-28T23:00:00Z', '2025-03-31T22:00:00Z', '10 minutes');
  await api.insertReadings('traveller', '2025-10-24T22:00:00Z', '2025-10-27T23:00:00Z', '10 minutes');
  await api.insertReadings(HOSTILE_NAME, '2025-06-29', '2025-06-29T01:00:00Z', '10 minutes');
  await api.pool.query(`
    INSERT INTO activities_heart_intraday VALUES ('2025-05-01 00:00:00.123456Z', 61.5, 'user1'), ('2025-05-01 00:00:01.5Z', 62, 'user1');
    INSERT INTO activities_heart_summary
    SELECT day, CASE WHEN day = '2025-06-30' THEN NULL ELSE 55.5 END,
           '[{"name": "Fat burn", "min": 90, "max": 120}]', NULL, 'user1'
      FROM generate_series('2025-06-25Z'::timestamptz, '2025-07-05Z', '1 day') AS day`);
  await api.refresh();
  return api;
}

/** Asks /timeseries for what is expected to be there. */
export async function askSeries(api: TestApi, query: string): Promise<Timeseries> {
  const answer = await api.get<Timeseries>(`/timeseries?${query}`);
  expect(answer.status, answer.text.slice(0, 500)).toBe(200);
  return answer.body;
}
