import type { Dataset } from '@systole/catalog';
import type { Pool, PoolClient } from '@systole/service-kit';
import { isoDay, parseIsoDay } from '../time/local-clock.ts';

export type CoverageStatus = 'complete' | 'partial' | 'failed';

/** Days (since 1970-01-01, of the user's zone) from `firstDay` on that were fetched whole after they had ended. */
export async function completeDays(
  pool: Pool,
  dataset: Dataset,
  userId: string,
  firstDay: number,
): Promise<ReadonlySet<number>> {
  const { rows } = await pool.query<{ day: string }>(
    `SELECT day::text FROM ops.coverage
      WHERE user_id = $1 AND dataset = $2 AND day >= $3 AND status = 'complete'`,
    [userId, dataset.key, isoDay(firstDay)],
  );
  return new Set(rows.map(({ day }) => parseIsoDay(day)));
}

/**
 * Records how far days were fetched. A day that was complete stays so when fetching it once more fails: what it had
 * has been loaded.
 */
export async function recordCoverage(
  client: Pool | PoolClient,
  dataset: Dataset,
  userId: string,
  runId: number,
  days: ReadonlyMap<number, CoverageStatus>,
): Promise<void> {
  if (days.size === 0) return;
  await client.query(
    `INSERT INTO ops.coverage AS held (user_id, dataset, day, status, run_id)
     SELECT $1, $2, day, status, $3 FROM unnest($4::date[], $5::text[]) AS d (day, status)
      ORDER BY day
     ON CONFLICT (user_id, dataset, day) DO UPDATE
        SET status = excluded.status, run_id = excluded.run_id, checked_at = excluded.checked_at
      WHERE held.status <> 'complete' OR excluded.status = 'complete'`,
    [userId, dataset.key, runId, [...days.keys()].map(isoDay), [...days.values()]],
  );
}
