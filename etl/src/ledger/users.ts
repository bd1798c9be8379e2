import type { Pool, PoolClient } from '@systole/service-kit';

/** Makes users known. A zone that is given replaces the one on record; without one, new users get UTC. */
export async function registerUsers(
  pool: Pool,
  userIds: readonly string[],
  timeZone?: string,
): Promise<void> {
  await pool.query(
    `INSERT INTO ops.users AS held (user_id, time_zone)
     SELECT user_id, coalesce($2, 'UTC') FROM unnest($1::text[]) AS u (user_id) ORDER BY user_id
     ON CONFLICT (user_id) DO UPDATE SET time_zone = excluded.time_zone
      WHERE $2::text IS NOT NULL AND held.time_zone <> excluded.time_zone`,
    [userIds, timeZone],
  );
}

/** Makes a user known, who may be so already; needs no right to change users. */
export async function addUser(client: PoolClient, userId: string): Promise<void> {
  await client.query('INSERT INTO ops.users (user_id) VALUES ($1) ON CONFLICT DO NOTHING', [userId]);
}

/** The zone on record for a user; UTC for one that is not known yet. */
export async function timeZoneOf(pool: Pool, userId: string): Promise<string> {
  const { rows } = await pool.query<{ time_zone: string }>(
    'SELECT time_zone FROM ops.users WHERE user_id = $1',
    [userId],
  );
  return rows[0]?.time_zone ?? 'UTC';
}
