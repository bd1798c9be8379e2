import type { z } from '@hono/zod-openapi';
import type { Pool, PoolClient } from '@systole/service-kit';
import { pageOf, readKeyset, utcText } from '../../answers/pages.ts';
import { unknownName } from '../../problem.ts';
import type { jobRunDetailSchema, jobRunSchema, jobRunsSchema } from './schema.ts';
import { MOST_LINES } from './schema.ts';

export type JobRun = z.infer<typeof jobRunSchema>;
type Detail = z.infer<typeof jobRunDetailSchema>;

/** The columns of {@link JobRun}, of `ops.job_runs AS run`. */
export const JOB_RUN_COLUMNS = [
  'run.run_id, run.job, run.trigger, run.requested_by, run.caused_by, run.parameters, run.attempt, run.status',
  ...['requested_at', 'run_at', 'started_at', 'finished_at', 'cancel_requested_at'].map(
    (column) => `${utcText(`run.${column}`)} AS ${column}`,
  ),
  'run.worker_id, run.inserted, run.updated, run.unchanged, run.rejected, run.error',
].join(', ');

export interface JobRunFilter {
  readonly job?: string | undefined;
  readonly status?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of runs, the newest first. */
export async function readJobRuns(pool: Pool, filter: JobRunFilter): Promise<z.infer<typeof jobRunsSchema>> {
  const { job, status, limit, cursor } = filter;
  const { rows } = await pool.query<JobRun>(
    `SELECT ${JOB_RUN_COLUMNS} FROM ops.job_runs AS run
      WHERE ($1::bigint IS NULL OR run_id < $1) AND ($2::text IS NULL OR job = $2) AND ($3::text IS NULL OR status = $3)
      ORDER BY run_id DESC LIMIT $4::bigint`,
    [readKeyset(cursor, 'id'), job, status, limit + 1],
  );
  const { page, nextCursor } = pageOf(rows, limit, ({ run_id }) => run_id);
  return { data: [...page], ...nextCursor };
}

/** @throws {Problem} 404. */
export async function readJobRun(pool: Pool | PoolClient, id: number): Promise<JobRun> {
  const { rows } = await pool.query<JobRun>(
    `SELECT ${JOB_RUN_COLUMNS} FROM ops.job_runs AS run WHERE run_id = $1`,
    [id],
  );
  if (!rows[0]) throw unknownName('run', 'id', [String(id)]);
  return rows[0];
}

/** A run with all that is known of it. @throws {Problem} 404. */
export async function readJobRunDetail(pool: Pool, id: number, logsAfter: number): Promise<Detail> {
  const run = await readJobRun(pool, id);
  const [pipelineRuns, quality, ledTo, logs] = await Promise.all([
    pool.query<Detail['pipeline_runs'][number]>(
      `SELECT run_id, dataset, user_id, source_name, status, ${utcText('started_at')} AS started_at,
              ${utcText('finished_at')} AS finished_at, rows_read, inserted, updated, unchanged, rejected, error
         FROM ops.pipeline_runs
        WHERE run_id IN (SELECT unnest(pipeline_run_ids) FROM ops.job_runs WHERE run_id = $1) ORDER BY run_id`,
      [id],
    ),
    pool.query<Pick<Detail, 'quality'>>('SELECT quality FROM ops.job_runs WHERE run_id = $1', [id]),
    pool.query<Detail['led_to'][number]>(
      'SELECT run_id, job, trigger, status FROM ops.job_runs WHERE caused_by = $1 ORDER BY run_id',
      [id],
    ),
    pool.query<Detail['logs'][number]>(
      `SELECT position, ${utcText('at')} AS at, level, message, fields FROM ops.job_run_logs
        WHERE run_id = $1 AND position > $2 ORDER BY position LIMIT $3`,
      [id, logsAfter, MOST_LINES],
    ),
  ]);
  return {
    ...run,
    pipeline_runs: pipelineRuns.rows,
    quality: quality.rows[0]?.quality ?? null,
    led_to: ledTo.rows,
    logs: logs.rows,
  };
}
