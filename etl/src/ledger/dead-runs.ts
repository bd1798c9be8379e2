import type { Pool } from '@systole/service-kit';

/** Six heartbeats missed: the process is gone, however it went. */
const DEAD_AFTER = '30 seconds';

/** Closes the entries of runs whose process has died. */
export async function closeDeadRuns(pool: Pool): Promise<void> {
  await pool.query(
    `UPDATE ops.pipeline_runs
        SET status = 'failed', finished_at = clock_timestamp(), error = 'interrupted: its process ended without a word'
      WHERE status = 'running' AND heartbeat_at < clock_timestamp() - interval '${DEAD_AFTER}'`,
  );
}
