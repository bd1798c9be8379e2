import { inTransaction, type Pool, type PoolClient } from '@systole/service-kit';
import { addUser } from '../ledger/users.ts';
import {
  dailyKpis,
  STANDARD_PROFILE,
  WINDOW_DAYS,
  type DailyKpis,
  type DailyMetrics,
  type Profile,
} from './daily-kpis.ts';

const KPIS = [
  'kcal_out_total',
  'balance_kcal',
  'balance_7d_average',
  'protein_per_kg',
  'healthy_food_pct',
  'adherence_steps',
  'weight_7d_avg',
  'waist_change_7d',
  'sleep_7d_avg',
  'stress_7d_avg',
  'weight_trend_kg_per_week',
] as const satisfies readonly (keyof DailyKpis)[];

/** The profile of a user; the standard one where none was saved. */
export async function readProfile(client: Pool | PoolClient, userId: string): Promise<Profile> {
  const { rows } = await client.query<Profile>(
    'SELECT height_cm, birth_year, sex, steps_goal FROM user_profiles WHERE user_id = $1',
    [userId],
  );
  return rows[0] ?? STANDARD_PROFILE;
}

/** Saves a profile and makes all KPIs of the user anew, in one transaction. */
export async function saveProfile(pool: Pool, userId: string, profile: Profile): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockUser(client, userId);
    await addUser(client, userId);
    await client.query(
      `INSERT INTO user_profiles (user_id, height_cm, birth_year, sex, steps_goal) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (user_id) DO UPDATE SET height_cm = excluded.height_cm, birth_year = excluded.birth_year,
                                           sex = excluded.sex, steps_goal = excluded.steps_goal`,
      [userId, profile.height_cm, profile.birth_year, profile.sex, profile.steps_goal],
    );
    await storeKpis(client, userId, '-infinity', 'infinity');
  });
}

/** One at a time makes the KPIs of a user, else two could each miss what the other changes. */
export async function lockUser(client: PoolClient, userId: string): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`systole:kpis:${userId}`]);
}

/**
 * Makes the KPIs of a user's days anew, from the first day that changed to the last whose window holds one.
 * @param first and last: days that changed, `-infinity` and `infinity` for all
 * @returns how many days that were
 */
export async function storeKpis(
  client: PoolClient,
  userId: string,
  first: string,
  last: string,
): Promise<number> {
  const { rows: days } = await client.query<DailyMetrics & { is_touched: boolean }>(
    `SELECT *, date::text, date >= $2::date AS is_touched FROM daily_metrics
      WHERE user_id = $1 AND date BETWEEN $2::date - $4::int AND $3::date + $4::int ORDER BY daily_metrics.date`,
    [userId, first, last, WINDOW_DAYS - 1],
  );
  const kpis = dailyKpis(days, await readProfile(client, userId)).filter((_, i) => days[i]?.is_touched);
  await client.query(
    `INSERT INTO daily_kpis (user_id, date, ${KPIS.join(', ')})
     SELECT $1, date, ${KPIS.join(', ')}
       FROM jsonb_to_recordset($2) AS r (date date, ${KPIS.map((name) => `${name} double precision`).join(', ')})
     ON CONFLICT (user_id, date) DO UPDATE SET ${KPIS.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [userId, JSON.stringify(kpis)],
  );
  return kpis.length;
}
