import type { PoolClient } from '@systole/service-kit';
import { retryDelaySeconds, type JobKind } from './job-kind.ts';
import { jobKinds } from './job-kinds.ts';
import { requestRun } from './request-run.ts';
import type { EndStatus, RunInHand } from './run-ledger.ts';

/**
 * What the end of a run leads to, in the transaction that closes it: after success the jobs that need it, after a
 * failure its repetition, and where there is none, an entry for each job that now does not run, with the reason.
 */
export async function followUp(
  client: PoolClient,
  run: RunInHand,
  kind: JobKind,
  status: EndStatus,
): Promise<void> {
  if (status !== 'failed' && status !== 'cancelled') {
    for (const next of await declaredFollowers(client, kind)) {
      await requestRun(client, {
        job: next.name,
        trigger: 'after',
        requestedBy: run.job,
        causedBy: run.runId,
      });
    }
    return;
  }
  const delaySeconds = status === 'failed' ? retryDelaySeconds(kind, run.attempt) : undefined;
  if (delaySeconds === undefined) {
    await skipFollowers(client, kind, run.runId, `${run.job} ${status} (run ${run.runId})`);
    return;
  }
  await requestRun(client, {
    job: run.job,
    trigger: 'retry',
    requestedBy: 'retry policy',
    parameters: run.parameters,
    causedBy: run.runId,
    attempt: run.attempt + 1,
    delaySeconds,
  });
}

/** The kinds that need this one and are somebody's work. */
async function declaredFollowers(client: PoolClient, kind: JobKind): Promise<JobKind[]> {
  const followers = [...jobKinds.values()].filter(({ needs }) => needs === kind.name);
  const { rows } = await client.query<{ name: string }>('SELECT name FROM ops.jobs WHERE name = ANY ($1)', [
    followers.map(({ name }) => name),
  ]);
  return followers.filter(({ name }) => rows.some((row) => row.name === name));
}

async function skipFollowers(
  client: PoolClient,
  kind: JobKind,
  causedBy: number,
  reason: string,
): Promise<void> {
  for (const follower of await declaredFollowers(client, kind)) {
    const { rows } = await client.query<{ run_id: number }>(
      `INSERT INTO ops.job_runs (job, trigger, requested_by, caused_by, status, finished_at, error)
       VALUES ($1, 'after', $2, $3, 'skipped', clock_timestamp(), $4) RETURNING run_id`,
      [follower.name, kind.name, causedBy, `not run: ${reason}`],
    );
    if (rows[0]) await skipFollowers(client, follower, rows[0].run_id, reason);
  }
}
