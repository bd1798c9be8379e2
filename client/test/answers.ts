import type { Answers, Dataset, User } from '../src/api/answers.ts';
import type { EveryUser } from '../src/api/every-user.ts';
import { datasetsQuery, usersQuery } from '../src/api/queries.ts';

/** A name as somebody might try one. */
export const EVE = '<img src=x onerror=alert(1)>';

export const heartRate: Dataset = {
  key: 'activities_heart_intraday',
  label: 'Heart rate',
  description: 'Heart rate during the day.',
  unit: 'bpm',
  kind: 'series',
  valid_range: { greater_than: 0, at_most: 300 },
  levels: ['raw', '1m', '1h', '1d'],
  attributes: [],
  stale_after_hours: 26,
};

export const restingHeartRate: Dataset = {
  ...heartRate,
  key: 'activities_heart_summary',
  label: 'Resting heart rate and zones',
  kind: 'daily',
  levels: ['raw'],
  attributes: [{ name: 'heart_rate_zones', description: 'Zones of the day.' }],
};

/** A user with an hour of heart rate on 20 November 2026, but for what is said otherwise. */
export function userNamed(user_id: string, different: Partial<User> = {}): User {
  return {
    user_id,
    time_zone: 'Asia/Kolkata',
    added_at: '2026-01-01T00:00:00.000Z',
    can_run: false,
    datasets: [
      {
        key: heartRate.key,
        first_timestamp: '2026-11-20T08:00:00.000Z',
        last_timestamp: '2026-11-20T09:00:00.000Z',
        readings: 720,
      },
    ],
    ...different,
  };
}

/** What the API says of users and metrics, for `show`. */
export function catalogue(users: readonly User[]) {
  const answers: { readonly users: EveryUser; readonly datasets: Answers['datasets'] } = {
    users: { data: users, pages: [{ data: [...users] }] },
    datasets: { data: [heartRate, restingHeartRate] },
  };
  return [
    [usersQuery.queryKey, answers.users],
    [datasetsQuery.queryKey, answers.datasets],
  ] as const;
}
