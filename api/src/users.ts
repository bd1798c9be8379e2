import type { Pool } from '@systole/service-kit';
import { prepared } from './prepared.ts';
import { unknownName } from './problem.ts';

export interface User {
  readonly user_id: string;
  readonly time_zone: string;
}

/**
 * The users with these ids, or all; in the order of their ids.
 * @throws {Problem} 404 naming those that are not there, and the known ones.
 */
export async function findUsers(
  pool: Pool,
  parameter: string,
  ids?: readonly string[],
): Promise<readonly User[]> {
  const { rows } = await pool.query<User>({
    ...prepared(`SELECT user_id, time_zone FROM ops.users
                  WHERE $1::text[] IS NULL OR user_id = ANY ($1) ORDER BY user_id COLLATE "C"`),
    values: [ids ?? null],
  });
  if (ids === undefined || rows.length === ids.length) return rows;
  const missing = ids.filter((id) => !rows.some(({ user_id }) => user_id === id));
  const known = await findUsers(pool, parameter);
  throw unknownName(
    'user',
    parameter,
    missing,
    known.map(({ user_id }) => user_id),
  );
}

/** One user. @throws {Problem} 404 with the known names. */
export async function findUser(pool: Pool, parameter: string, id: string): Promise<User> {
  const [user] = await findUsers(pool, parameter, [id]);
  if (!user) throw unknownName('user', parameter, [id]);
  return user;
}
