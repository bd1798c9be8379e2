import type { LogLine, Pool, PoolClient } from '@systole/service-kit';
import type { RunTotals } from './outcome.ts';
import type { JobTrigger } from './request-run.ts';

/** A run that this worker works on. */
export interface RunInHand {
  readonly runId: number;
  readonly job: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly trigger: JobTrigger;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  /** Another worker had begun with it, and has died. */
  readonly isTakenOver: boolean;
  /** Log lines that are there already. */
  readonly lines: number;
}

export type EndStatus = 'success' | 'partial' | 'no_op' | 'failed' | 'cancelled';

/**
 * Makes a waiting run this worker's, or one whose worker has died.
 * @returns undefined where there is nothing to do: it has been cancelled, or another works on it
 */
export async function takeUp(pool: Pool, runId: number, workerId: string): Promise<RunInHand | undefined> {
  const { rows } = await pool.query<RunInHand>(
    `WITH before AS (
       SELECT run_id, status, worker_id FROM ops.job_runs WHERE run_id = $1 FOR UPDATE
     )
     UPDATE ops.job_runs AS run
        SET status = 'running', worker_id = $2, started_at = coalesce(started_at, clock_timestamp())
       FROM before, ops.jobs AS job
      WHERE run.run_id = before.run_id AND job.name = run.job
        AND (before.status = 'queued'
             OR before.status = 'running'
                AND NOT EXISTS (SELECT FROM ops.job_workers AS other
                                 WHERE other.worker_id = before.worker_id AND other.worker_id <> $2))
     RETURNING run.run_id AS "runId", run.job, job.kind, job.user_id AS "userId", run.trigger, run.parameters,
               run.attempt, before.status = 'running' AS "isTakenOver",
               (SELECT count(*) FROM ops.job_run_logs AS line WHERE line.run_id = run.run_id) AS lines`,
    [runId, workerId],
  );
  return rows[0];
}

/** Writes what a run has come to until now, and what it has said since the last time. */
export async function recordProgress(
  pool: Pool,
  runId: number,
  workerId: string,
  totals: RunTotals,
  firstPosition: number,
  lines: readonly LogLine[],
): Promise<void> {
  await pool.query(
    `WITH run AS (
       UPDATE ops.job_runs
          SET inserted = $3, updated = $4, unchanged = $5, rejected = $6, pipeline_run_ids = $7
        WHERE run_id = $1 AND worker_id = $2 AND status = 'running' RETURNING run_id
     )
     INSERT INTO ops.job_run_logs (run_id, position, at, level, message, fields)
     SELECT run_id, $8 + ordinality - 1, line.at, line.level, line.message, line.fields
       FROM run, unnest($9::timestamptz[], $10::text[], $11::text[], $12::jsonb[]) WITH ORDINALITY
              AS line (at, level, message, fields, ordinality)`,
    [
      runId,
      workerId,
      totals.inserted,
      totals.updated,
      totals.unchanged,
      totals.rejected,
      totals.pipelineRunIds,
      firstPosition,
      lines.map(({ at }) => at),
      lines.map(({ level }) => level),
      lines.map(({ message }) => message),
      lines.map(({ fields }) => JSON.stringify(fields)),
    ],
  );
}

/** Of all pipeline runs of a run: which rules rejected how many rows, and what the quality gates found. */
const QUALITY = `
  jsonb_build_object(
    'rejects', coalesce((SELECT jsonb_agg(to_jsonb(reject) ORDER BY reject.rows DESC, reject.rule)
                           FROM (SELECT run_id, dataset, rule, count(*) AS rows FROM ops.quarantine
                                  WHERE run_id = ANY (pipeline_run_ids) GROUP BY run_id, dataset, rule) AS reject), '[]'),
    'checks', coalesce((SELECT jsonb_agg(to_jsonb(held) - 'position' ORDER BY held.run_id, held.position)
                          FROM (SELECT run_id, position, dataset, name, severity, passed, value, threshold
                                  FROM ops.quality_checks WHERE run_id = ANY (pipeline_run_ids)) AS held), '[]'))`;

/** Closes a run. @returns false where it is no longer this worker's, who then must not go on from it */
export async function closeRun(
  client: PoolClient,
  runId: number,
  workerId: string,
  status: EndStatus,
  error: string | null,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE ops.job_runs SET status = $3, error = $4, finished_at = clock_timestamp(), quality = ${QUALITY}
      WHERE run_id = $1 AND worker_id = $2 AND status = 'running'`,
    [runId, workerId, status, error],
  );
  return rowCount === 1;
}

/**
 * Gives a run back to the queue, for whoever comes next: its worker has been told to stop.
 * @returns false where it is no longer this worker's
 */
export async function giveBack(pool: Pool, runId: number, workerId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE ops.job_runs SET status = 'queued', worker_id = NULL, run_at = clock_timestamp()
      WHERE run_id = $1 AND worker_id = $2 AND status = 'running'`,
    [runId, workerId],
  );
  return rowCount === 1;
}

/** Puts a run that is not begun with back at its place in the queue, which has given it to a worker already. */
export async function putBack(pool: Pool, runId: number): Promise<void> {
  await pool.query(
    `UPDATE ops.job_runs SET run_at = clock_timestamp() WHERE run_id = $1 AND status = 'queued'`,
    [runId],
  );
}
