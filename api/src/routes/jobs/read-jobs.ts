import { z } from '@hono/zod-openapi';
import { jobKinds, type JobKind } from '@systole/jobs';
import type { Pool, PoolClient } from '@systole/service-kit';
import { utcText } from '../../answers/pages.ts';
import { unknownName } from '../../problem.ts';
import { JOB_RUN_COLUMNS, type JobRun } from '../job-runs/read-job-runs.ts';
import type { jobSchema } from './schema.ts';

export type Job = z.infer<typeof jobSchema>;

type Row = Pick<
  Job,
  | 'name'
  | 'kind'
  | 'user_id'
  | 'schedule'
  | 'time_zone'
  | 'next_run_at'
  | 'paused_at'
  | 'concurrency_key'
  | 'workers'
  | 'waiting'
>;

/** All jobs: each behind what it needs, then by user. */
export async function readJobs(database: Pool | PoolClient): Promise<Job[]> {
  const { rows } = await database.query<Row>(
    `SELECT name, kind, user_id, schedule, time_zone, concurrency_key,
            ${utcText('next_run_at')} AS next_run_at, ${utcText('paused_at')} AS paused_at,
            (SELECT count(*) FROM ops.job_workers
              WHERE name = ANY (jobs) AND heartbeat_at > clock_timestamp() - interval '30 seconds') AS workers,
            (SELECT count(*) FROM ops.job_runs WHERE job = name AND status = 'queued') AS waiting
       FROM ops.jobs ORDER BY user_id COLLATE "C" NULLS FIRST, name`,
  );
  const { rows: lastRuns } = await database.query<JobRun>(
    `SELECT ${JOB_RUN_COLUMNS} FROM ops.jobs
      CROSS JOIN LATERAL (SELECT * FROM ops.job_runs WHERE job = name AND status <> 'queued'
                           ORDER BY run_id DESC LIMIT 1) AS run`,
  );
  const byName = new Map(rows.map((row) => [row.name, row]));
  const kinds = [...jobKinds.keys()];
  return rows
    .flatMap((row) => {
      const kind = jobKinds.get(row.kind);
      // Of a later version, whose workers run beside this API.
      if (!kind) return [];
      const last = lastRuns.find(({ job }) => job === row.name) ?? null;
      return [{ ...row, ...describe(kind), next_run_at: nextRunAt(row, kind, byName), last_run: last }];
    })
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

/** @throws {Problem} 404 that names the jobs there are. */
export async function readJob(database: Pool | PoolClient, name: string): Promise<Job> {
  const jobs = await readJobs(database);
  const job = jobs.find((one) => one.name === name);
  if (!job)
    throw unknownName(
      'job',
      'name',
      [name],
      jobs.map((one) => one.name),
    );
  return job;
}

function describe({ description, needs, timeoutSeconds, retry, parameters }: JobKind) {
  const { retries, firstDelaySeconds, longestDelaySeconds } = retry;
  return {
    description,
    needs: needs === undefined ? [] : [needs],
    timeout_seconds: timeoutSeconds,
    retry: {
      retries,
      first_delay_seconds: firstDelaySeconds,
      longest_delay_seconds: longestDelaySeconds,
    },
    parameters: z.toJSONSchema(parameters, { io: 'input' }) as Record<string, unknown>,
  };
}

/** A job that follows others runs, if all goes well, when the first of its chain does. */
function nextRunAt(row: Row, kind: JobKind, byName: ReadonlyMap<string, Row>): string | null {
  const before = kind.needs === undefined ? undefined : byName.get(kind.needs);
  const kindBefore = before && jobKinds.get(before.kind);
  return before && kindBefore ? nextRunAt(before, kindBefore, byName) : row.next_run_at;
}
