import type { Pool } from '@systole/service-kit';

/** Forgets runs that ended more than so many days ago, with their log lines. @returns how many */
export async function deleteOldRuns(pool: Pool, keptDays: number): Promise<number> {
  const { rowCount } = await pool.query(
    'DELETE FROM ops.job_runs WHERE finished_at < clock_timestamp() - make_interval(days => $1)',
    [keptDays],
  );
  return rowCount ?? 0;
}
