import type { Pool } from '@systole/service-kit';

export const HEARTBEAT_MS = 2_000;
/** Fifteen heartbeats missed: the process is gone, however it went. */
const DEAD_AFTER = '30 seconds';

export async function registerWorker(pool: Pool, workerId: string, jobs: readonly string[]): Promise<void> {
  await pool.query('INSERT INTO ops.job_workers (worker_id, jobs) VALUES ($1, $2)', [workerId, jobs]);
}

export async function unregisterWorker(pool: Pool, workerId: string): Promise<void> {
  await pool.query('DELETE FROM ops.job_workers WHERE worker_id = $1', [workerId]);
}

/** What a worker hears when it gives a sign of life. */
export interface Pulse {
  /** false: others have taken it for dead, and its work. */
  readonly isAlive: boolean;
  /** Runs it has in hand that somebody wants to end. */
  readonly cancelled: readonly number[];
}

export async function beat(pool: Pool, workerId: string): Promise<Pulse> {
  const { rows } = await pool.query<Pulse>(
    `WITH beat AS (
       UPDATE ops.job_workers SET heartbeat_at = clock_timestamp() WHERE worker_id = $1 RETURNING worker_id
     )
     SELECT EXISTS (SELECT FROM beat) AS "isAlive",
            ARRAY (SELECT run_id::double precision FROM ops.job_runs
                    WHERE status = 'running' AND worker_id = $1 AND cancel_requested_at IS NOT NULL) AS cancelled`,
    [workerId],
  );
  return rows[0] ?? { isAlive: false, cancelled: [] };
}

/**
 * Puts what dead workers had in hand back into the queue, which by itself would wait for four hours; and closes the runs
 * that the queue has given up, since each worker that took them died.
 * @returns the workers that are dead
 */
export async function releaseDeadWorkers(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ worker_id: string }>(
    `WITH dead AS (
       DELETE FROM ops.job_workers WHERE heartbeat_at < clock_timestamp() - interval '${DEAD_AFTER}' RETURNING worker_id
     ), held AS (
       SELECT locked_by AS worker_id FROM graphile_worker._private_jobs
        WHERE locked_by IS NOT NULL AND locked_at < clock_timestamp() - interval '${DEAD_AFTER}'
          AND NOT EXISTS (SELECT FROM ops.job_workers WHERE worker_id = locked_by)
     )
     SELECT worker_id FROM dead UNION SELECT worker_id FROM held`,
  );
  const dead = rows.map(({ worker_id }) => worker_id);
  if (dead.length > 0) await pool.query('SELECT graphile_worker.force_unlock_workers($1)', [dead]);
  await pool.query(
    `UPDATE ops.job_runs AS run
        SET status = 'failed', finished_at = clock_timestamp(), error = 'every worker that took it up died'
      WHERE status IN ('queued', 'running')
        AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs
                         WHERE key = 'run:' || run_id AND (locked_at IS NOT NULL OR attempts < max_attempts))`,
  );
  return dead;
}
