import type { Pool } from '@systole/service-kit';
import { UsageError } from '../usage-error.ts';

const NAMES_SHOWN = 20;

/** @throws {UsageError} naming the users there are, where this is none of them */
export async function assertUserKnown(pool: Pool, userId: string): Promise<void> {
  const { rows } = await pool.query<{ user_id: string }>(
    'SELECT user_id FROM ops.users ORDER BY (user_id = $1) DESC, user_id LIMIT $2',
    [userId, NAMES_SHOWN],
  );
  if (rows[0]?.user_id === userId) return;
  const known = rows.map(({ user_id }) => user_id).join(', ');
  throw new UsageError(
    `There is no user '${userId}'. ${known === '' ? 'There are none yet.' : `There are: ${known}`}`,
  );
}
