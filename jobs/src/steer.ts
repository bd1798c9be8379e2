import { SystoleError, type PoolClient } from '@systole/service-kit';
import { requestRun, UnknownJobError, type RequestedRun } from './request-run.ts';
import { nextTime } from './schedule.ts';

/** What is asked for does not fit the state that a run or a job is in. */
export class JobStateError extends SystoleError {
  override readonly name = 'JobStateError';

  constructor(message: string) {
    super('terminal', message);
  }
}

/** There is no run of a job of this id. */
export class UnknownJobRunError extends SystoleError {
  override readonly name = 'UnknownJobRunError';

  constructor(runId: number) {
    super('terminal', `there is no run ${runId} of a job`);
  }
}

interface RunState {
  readonly job: string;
  readonly status: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Takes a waiting run out of the queue, or has a running one end as soon as its worker hears of it.
 * @throws {UnknownJobRunError}
 * @throws {JobStateError} for a run that has ended
 */
export async function cancelRun(client: PoolClient, runId: number): Promise<void> {
  const { status } = await lockRun(client, runId);
  if (status === 'queued') {
    await client.query(
      `UPDATE ops.job_runs SET status = 'cancelled', cancel_requested_at = clock_timestamp(), finished_at = clock_timestamp()
        WHERE run_id = $1`,
      [runId],
    );
  } else if (status === 'running') {
    await client.query(
      'UPDATE ops.job_runs SET cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()) WHERE run_id = $1',
      [runId],
    );
  } else {
    throw new JobStateError(`Run ${runId} has ended already: ${status}.`);
  }
}

const RETRIED = ['failed', 'cancelled', 'skipped'];

/**
 * Has a run that did not come to its end done again, with its parameters.
 * @throws {UnknownJobRunError}
 * @throws {JobStateError} for a run that has not ended, or has succeeded
 */
export async function retryRun(
  client: PoolClient,
  runId: number,
  requestedBy: string,
): Promise<RequestedRun> {
  const { job, status, parameters } = await lockRun(client, runId);
  if (!RETRIED.includes(status)) {
    throw new JobStateError(
      `Run ${runId} is ${status}: only what failed, was cancelled or skipped is repeated.`,
    );
  }
  return requestRun(client, { job, trigger: 'retry', requestedBy, parameters, causedBy: runId });
}

/**
 * Stops a job from running by its schedule; other requests are still met. Paused already, it stays so.
 * @throws {UnknownJobError}
 * @throws {JobStateError} for a job without a schedule
 */
export async function pauseSchedule(client: PoolClient, job: string): Promise<void> {
  await lockSchedule(client, job);
  await client.query(
    'UPDATE ops.jobs SET paused_at = coalesce(paused_at, clock_timestamp()), next_run_at = NULL WHERE name = $1',
    [job],
  );
}

/**
 * Has a job run by its schedule again, from now on: what has passed while it was paused is not caught up.
 * @throws {UnknownJobError}
 * @throws {JobStateError} for a job without a schedule
 */
export async function resumeSchedule(client: PoolClient, job: string, now: Date): Promise<void> {
  const { schedule, timeZone } = await lockSchedule(client, job);
  await client.query(
    'UPDATE ops.jobs SET paused_at = NULL, next_run_at = $2 WHERE name = $1 AND paused_at IS NOT NULL',
    [job, nextTime(schedule, timeZone, now)],
  );
}

async function lockRun(client: PoolClient, runId: number): Promise<RunState> {
  const { rows } = await client.query<RunState>(
    'SELECT job, status, parameters FROM ops.job_runs WHERE run_id = $1 FOR UPDATE',
    [runId],
  );
  if (!rows[0]) throw new UnknownJobRunError(runId);
  return rows[0];
}

async function lockSchedule(
  client: PoolClient,
  job: string,
): Promise<{ readonly schedule: string; readonly timeZone: string }> {
  const { rows } = await client.query<{ schedule: string | null; timeZone: string }>(
    'SELECT schedule, time_zone AS "timeZone" FROM ops.jobs WHERE name = $1 FOR UPDATE',
    [job],
  );
  const [found] = rows;
  if (!found) throw new UnknownJobError(job);
  const { schedule, timeZone } = found;
  if (schedule === null) {
    throw new JobStateError(`${job} has no schedule of its own: it runs after what it needs.`);
  }
  return { schedule, timeZone };
}
