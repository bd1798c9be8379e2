import { inTransaction, type Pool } from '@systole/service-kit';
import { jobName, type JobKind } from './job-kind.ts';
import { nextTime } from './schedule.ts';

/** A job as the process that works on it wants it to be. */
export interface JobDeclaration {
  readonly kind: JobKind;
  /** Whose, for a kind of which there is a job for each user. */
  readonly userId?: string;
  /** A cron pattern in `timeZone`; a job that needs others has none, and runs after them. */
  readonly schedule?: string | undefined;
  readonly timeZone: string;
  /** Declared by a process of its user alone, whose word goes before that of one that serves everybody. */
  readonly isOwn?: boolean;
}

/** A job as the database has it. */
export interface DeclaredJob {
  readonly name: string;
  readonly kind: string;
  readonly userId: string | null;
  /** Its name in the queue. */
  readonly task: string;
  readonly timeZone: string;
  readonly isOwn: boolean;
  readonly isPaused: boolean;
}

/**
 * Writes down the jobs that a process works on, where they are not there yet or are declared otherwise. A schedule that
 * stays as it was keeps its next time, also one that has passed: so what was missed while nobody worked is caught up.
 */
export async function declareJobs(
  pool: Pool,
  declarations: readonly JobDeclaration[],
  now: Date,
): Promise<DeclaredJob[]> {
  return inTransaction(pool, async (client) => {
    const declared: DeclaredJob[] = [];
    for (const { kind, userId, schedule, timeZone, isOwn = false } of declarations) {
      const name = jobName(kind, userId);
      const next = schedule === undefined ? undefined : nextTime(schedule, timeZone, now);
      await client.query(
        `INSERT INTO ops.jobs AS held (name, kind, user_id, concurrency_key, schedule, time_zone, next_run_at, is_own)
         VALUES ($1, $2, $3, $1, $4, $5, $6, $7)
         ON CONFLICT (name) DO UPDATE
            SET kind = excluded.kind, user_id = excluded.user_id, concurrency_key = excluded.concurrency_key,
                schedule = excluded.schedule, time_zone = excluded.time_zone, is_own = excluded.is_own,
                next_run_at = CASE WHEN (held.schedule, held.time_zone) IS NOT DISTINCT FROM (excluded.schedule, excluded.time_zone)
                                   THEN held.next_run_at
                                   WHEN held.paused_at IS NULL THEN excluded.next_run_at END
          WHERE excluded.is_own OR NOT held.is_own`,
        [name, kind.name, userId ?? null, schedule ?? null, timeZone, next ?? null, isOwn],
      );
      const { rows } = await client.query<DeclaredJob>(
        `SELECT name, kind, user_id AS "userId", task, time_zone AS "timeZone", is_own AS "isOwn",
                paused_at IS NOT NULL AS "isPaused"
           FROM ops.jobs WHERE name = $1`,
        [name],
      );
      declared.push(...rows);
    }
    return declared;
  });
}
