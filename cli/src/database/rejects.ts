import type { Pool } from '@systole/service-kit';
import type { RejectLine } from '../terminal/reject-table.ts';

/** The first rejects of a run, in the order in which they were met. */
export async function readRejects(pool: Pool, runId: number, limit: number): Promise<readonly RejectLine[]> {
  const { rows } = await pool.query<RejectLine>(
    `SELECT place, user_id AS "userId", rule, message, raw_value AS "rawValue"
       FROM ops.quarantine WHERE run_id = $1 ORDER BY reject_id LIMIT $2`,
    [runId, limit],
  );
  return rows;
}
