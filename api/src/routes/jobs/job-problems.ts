import { IdempotencyKeyReusedError, JobStateError, UnknownJobError, UnknownJobRunError } from '@systole/jobs';
import type { Pool } from '@systole/service-kit';
import { Problem, unknownName } from '../../problem.ts';

/** Says what the jobs refuse as a problem, and throws on whatever else went wrong. */
export function asProblem(error: unknown): never {
  const options = { cause: error };
  if (error instanceof JobStateError) {
    throw new Problem(409, 'wrong-state', 'That is not possible now', error.message, {}, options);
  }
  if (error instanceof UnknownJobError || error instanceof UnknownJobRunError) {
    const detail = `${error.message[0]?.toUpperCase() ?? ''}${error.message.slice(1)}.`;
    const parameter = error instanceof UnknownJobError ? 'name' : 'id';
    throw new Problem(404, 'unknown-job', 'That is not there', detail, { parameter }, options);
  }
  if (error instanceof IdempotencyKeyReusedError) {
    throw new Problem(
      422,
      'idempotency-key-reused',
      'The key was used for something else',
      'This Idempotency-Key was used for a run of the job with other parameters.',
      { parameter: 'Idempotency-Key' },
      options,
    );
  }
  throw error;
}

/** @throws {Problem} 404 that names the jobs there are. */
export async function assertJob(pool: Pool, parameter: string, name: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM ops.jobs ORDER BY name');
  const known = rows.map((row) => row.name);
  if (!known.includes(name)) throw unknownName('job', parameter, [name], known);
}
