import type { Pool } from '@systole/service-kit';
import { UsageError } from '../usage-error.ts';

export const RUN_STATUSES = ['running', 'success', 'partial', 'failed', 'no_op'] as const;

export type LedgerStatus = (typeof RUN_STATUSES)[number];

/** One entry of the run ledger. */
export interface LedgerRun {
  readonly runId: number;
  readonly status: LedgerStatus;
  readonly dataset: string;
  readonly source: string;
  readonly sourceName: string;
  /** One, or several where a file holds several people. */
  readonly users: readonly string[];
  readonly trigger: string;
  readonly startedAt: Date;
  /** Until now, for a run that has not ended. */
  readonly seconds: number;
  readonly rowsRead: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly error: string | null;
}

export interface RunFilter {
  readonly user?: string | undefined;
  readonly status?: LedgerStatus | undefined;
  readonly limit: number;
}

const SELECT_RUN = `
  SELECT run_id AS "runId", status, dataset, source, source_name AS "sourceName",
         coalesce((SELECT array_agg(taken.user_id ORDER BY taken.user_id)
                     FROM ops.pipeline_run_users AS taken WHERE taken.run_id = run.run_id),
                  array_remove(ARRAY[run.user_id], NULL)) AS users,
         trigger, started_at AS "startedAt",
         extract(epoch FROM coalesce(finished_at, clock_timestamp()) - started_at)::double precision AS seconds,
         rows_read AS "rowsRead", inserted, updated, unchanged, rejected, error
    FROM ops.pipeline_runs AS run`;

/** The newest runs that fit, newest first. */
export async function readRuns(
  pool: Pool,
  { user, status, limit }: RunFilter,
): Promise<readonly LedgerRun[]> {
  const { rows } = await pool.query<LedgerRun>(
    `${SELECT_RUN}
      WHERE ($1::text IS NULL OR user_id = $1
             OR EXISTS (SELECT FROM ops.pipeline_run_users AS taken
                         WHERE taken.user_id = $1 AND taken.run_id = run.run_id))
        AND ($2::text IS NULL OR status = $2)
      ORDER BY run_id DESC LIMIT $3`,
    [user, status, limit],
  );
  return rows;
}

/** @throws {UsageError} where there is no such run */
export async function readRun(pool: Pool, runId: number): Promise<LedgerRun> {
  const { rows } = await pool.query<LedgerRun>(`${SELECT_RUN} WHERE run_id = $1`, [runId]);
  if (!rows[0]) throw new UsageError(`There is no run ${runId}. \`systole runs\` lists those there are.`);
  return rows[0];
}

/** What one run did for one user. */
export interface UserCounts {
  readonly userId: string;
  readonly rowsRead: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly first: Date | null;
  readonly last: Date | null;
}

export async function readUserCounts(pool: Pool, runId: number): Promise<readonly UserCounts[]> {
  const { rows } = await pool.query<UserCounts>(
    `SELECT user_id AS "userId", rows_read AS "rowsRead", inserted, updated, unchanged, rejected,
            first_timestamp AS first, last_timestamp AS last
       FROM ops.pipeline_run_users WHERE run_id = $1 ORDER BY user_id`,
    [runId],
  );
  return rows;
}
