import { SystoleError, type PoolClient } from '@systole/service-kit';

export type JobTrigger = 'start' | 'schedule' | 'manual' | 'after' | 'retry';

export interface RunRequest {
  readonly job: string;
  readonly trigger: JobTrigger;
  /** Who or what asks: `api`, `cli`, the name of a job. */
  readonly requestedBy: string;
  /** As the job's kind has read them. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The run that this one follows or repeats. */
  readonly causedBy?: number;
  readonly attempt?: number;
  /** Not before so many seconds from now. */
  readonly delaySeconds?: number;
  /** Whoever asks again with the same key for the same job gets the run that the first request made. */
  readonly idempotencyKey?: string | undefined;
}

export interface RequestedRun {
  readonly runId: number;
  /**
   * `created`, or `joined`: one that waits for its turn already does what is asked for; or `known`: the key was used
   * before.
   */
  readonly outcome: 'created' | 'joined' | 'known';
  /** A run of the job goes on, and this one waits for its end. */
  readonly isBehind: boolean;
}

/** There is no job of this name. */
export class UnknownJobError extends SystoleError {
  override readonly name = 'UnknownJobError';

  constructor(job: string) {
    super('terminal', `there is no job ${JSON.stringify(job)}`);
  }
}

/** The idempotency key was used for the same job with other parameters. */
export class IdempotencyKeyReusedError extends SystoleError {
  override readonly name = 'IdempotencyKeyReusedError';

  constructor(key: string) {
    super('terminal', `the key ${JSON.stringify(key)} was used for a run with other parameters`);
  }
}

/**
 * Has a job run: in the queue by the time the transaction commits. A request without a key for what a waiting run will
 * do anyway joins that one, and brings it forward where it waits for its time.
 * @throws {UnknownJobError}
 * @throws {IdempotencyKeyReusedError}
 */
export async function requestRun(client: PoolClient, request: RunRequest): Promise<RequestedRun> {
  // One request at a time for a job, so that two do not both find nothing to join.
  const { rows } = await client.query<{ isBehind: boolean }>(
    `SELECT EXISTS (SELECT FROM ops.job_runs WHERE job = name AND status = 'running') AS "isBehind"
       FROM ops.jobs WHERE name = $1 FOR UPDATE`,
    [request.job],
  );
  if (!rows[0]) throw new UnknownJobError(request.job);
  return { ...(await findOrCreate(client, request)), ...rows[0] };
}

async function findOrCreate(
  client: PoolClient,
  request: RunRequest,
): Promise<Omit<RequestedRun, 'isBehind'>> {
  const { job, trigger, requestedBy, parameters = {}, causedBy, attempt = 1 } = request;
  const { delaySeconds = 0, idempotencyKey } = request;
  const known = await findKnown(client, request);
  if (known !== undefined) return { runId: known, outcome: 'known' };
  if (idempotencyKey === undefined) {
    const { rows } = await client.query<{ run_id: number }>(
      `UPDATE ops.job_runs SET run_at = least(run_at, clock_timestamp() + make_interval(secs => $3))
        WHERE run_id = (SELECT min(run_id) FROM ops.job_runs
                         WHERE job = $1 AND status = 'queued' AND parameters = $2)
       RETURNING run_id`,
      [job, parameters, delaySeconds],
    );
    if (rows[0]) return { runId: rows[0].run_id, outcome: 'joined' };
  }
  const { rows } = await client.query<{ run_id: number }>(
    `INSERT INTO ops.job_runs (job, trigger, requested_by, parameters, caused_by, attempt, run_at, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7), $8) RETURNING run_id`,
    [job, trigger, requestedBy, parameters, causedBy, attempt, delaySeconds, idempotencyKey],
  );
  if (!rows[0]) throw new Error('the database gave no run id');
  return { runId: rows[0].run_id, outcome: 'created' };
}

async function findKnown(client: PoolClient, request: RunRequest): Promise<number | undefined> {
  const { job, idempotencyKey, parameters = {} } = request;
  if (idempotencyKey === undefined) return undefined;
  const { rows } = await client.query<{ run_id: number; same: boolean }>(
    'SELECT run_id, parameters = $3 AS same FROM ops.job_runs WHERE job = $1 AND idempotency_key = $2',
    [job, idempotencyKey, parameters],
  );
  if (rows[0]?.same === false) throw new IdempotencyKeyReusedError(idempotencyKey);
  return rows[0]?.run_id;
}
