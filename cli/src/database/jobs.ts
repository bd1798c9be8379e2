import type { Pool } from '@systole/service-kit';
import { UsageError } from '../usage-error.ts';

/** One job, and how it is going. */
export interface JobLine {
  readonly name: string;
  readonly kind: string;
  readonly schedule: string | null;
  readonly timeZone: string;
  readonly nextRunAt: Date | null;
  readonly isPaused: boolean;
  /** Living processes that take its runs. */
  readonly workers: number;
  readonly waiting: number;
  /** Of the newest run that has begun or was skipped. */
  readonly status: string | null;
  readonly startedAt: Date | null;
  /** Until now, for a run that has not ended. */
  readonly seconds: number | null;
  readonly error: string | null;
}

export async function readJobs(pool: Pool): Promise<readonly JobLine[]> {
  const { rows } = await pool.query<JobLine>(
    `SELECT name, kind, schedule, time_zone AS "timeZone", next_run_at AS "nextRunAt",
            paused_at IS NOT NULL AS "isPaused",
            (SELECT count(*) FROM ops.job_workers
              WHERE name = ANY (jobs) AND heartbeat_at > clock_timestamp() - interval '30 seconds') AS workers,
            (SELECT count(*) FROM ops.job_runs WHERE job = name AND status = 'queued') AS waiting,
            status, started_at AS "startedAt",
            extract(epoch FROM coalesce(finished_at, clock_timestamp()) - started_at)::double precision AS seconds, error
       FROM ops.jobs
       LEFT JOIN LATERAL (SELECT * FROM ops.job_runs WHERE job = name AND status <> 'queued'
                           ORDER BY run_id DESC LIMIT 1) AS last ON true
      ORDER BY name`,
  );
  return rows;
}

/** @throws {UsageError} naming the jobs there are, where this is none of them */
export async function readJob(pool: Pool, name: string): Promise<JobLine> {
  const jobs = await readJobs(pool);
  const job = jobs.find((one) => one.name === name);
  if (job) return job;
  const known = jobs.map((one) => one.name).join(', ');
  throw new UsageError(
    `There is no job '${name}'. ${known === '' ? 'There are none yet: a worker declares them.' : `There are: ${known}`}`,
  );
}

/** What a run of a job has come to. */
export interface JobRunState {
  readonly status: string;
  readonly seconds: number | null;
  readonly inserted: number;
  readonly updated: number;
  readonly rejected: number;
  readonly error: string | null;
}

export interface JobLogLine {
  readonly position: number;
  readonly at: Date;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How a run is, with the log lines that have come since a position. */
export async function readJobRun(
  pool: Pool,
  runId: number,
  after: number,
): Promise<JobRunState & { readonly lines: readonly JobLogLine[] }> {
  // The state goes first: so the lines of a run that has ended are all there.
  const { rows } = await pool.query<JobRunState>(
    `SELECT status, inserted, updated, rejected, error,
            extract(epoch FROM finished_at - started_at)::double precision AS seconds
       FROM ops.job_runs WHERE run_id = $1`,
    [runId],
  );
  if (!rows[0]) throw new Error(`run ${runId} is gone`);
  const { rows: lines } = await pool.query<JobLogLine>(
    `SELECT position, at, level, message, fields FROM ops.job_run_logs
      WHERE run_id = $1 AND position > $2 ORDER BY position`,
    [runId, after],
  );
  return { ...rows[0], lines };
}
