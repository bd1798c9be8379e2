import { describeError, inTransaction, type Logger, type Pool } from '@systole/service-kit';
import { requestRun } from './request-run.ts';
import { nextTime } from './schedule.ts';

/** How long a resumed or changed schedule may stay unnoticed. */
const LONGEST_WAIT_MS = 5_000;

interface DueJob {
  readonly name: string;
  readonly schedule: string;
  readonly time_zone: string;
}

/**
 * Asks for a run of each of the jobs whose time has come, of those that this process works on: where nobody works on a
 * job its time just passes, and whoever comes next catches it up, once.
 *
 * Not the queue's own cron, which knows UTC alone and cannot pause.
 */
export class Scheduler {
  readonly #pool: Pool;
  readonly #logger: Logger;
  readonly #jobs: readonly string[];
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;
  #isStopped = false;

  constructor(pool: Pool, logger: Logger, jobs: readonly string[]) {
    this.#pool = pool;
    this.#logger = logger;
    this.#jobs = jobs;
  }

  start(): void {
    this.#ticking = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#ticking;
  }

  async #run(): Promise<void> {
    let wait = LONGEST_WAIT_MS;
    try {
      await requestDueRuns(this.#pool, this.#jobs, new Date());
      const next = await nextDue(this.#pool, this.#jobs);
      if (next) wait = Math.min(Math.max(next.getTime() - Date.now(), 0), LONGEST_WAIT_MS);
    } catch (error) {
      this.#logger.warn('schedules could not be looked at; the next look follows', {
        error: describeError(error),
      });
    }
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#ticking = this.#run();
    }, wait);
  }
}

/** Asks for one run of each job that is due, however often its time has come, and sets its next time after `now`. */
export async function requestDueRuns(pool: Pool, jobs: readonly string[], now: Date): Promise<number> {
  const { rows } = await pool.query<DueJob>(
    'SELECT name, schedule, time_zone FROM ops.jobs WHERE name = ANY ($1) AND next_run_at <= $2 ORDER BY next_run_at',
    [jobs, now],
  );
  for (const { name, schedule, time_zone } of rows) {
    await inTransaction(pool, async (client) => {
      // Who comes second to it finds that its time has not come yet, or that it has been paused.
      const { rowCount } = await client.query(
        'UPDATE ops.jobs SET next_run_at = $3 WHERE name = $1 AND next_run_at <= $2 AND schedule = $4',
        [name, now, nextTime(schedule, time_zone, now), schedule],
      );
      if (rowCount === 1) {
        await requestRun(client, { job: name, trigger: 'schedule', requestedBy: `${schedule} ${time_zone}` });
      }
    });
  }
  return rows.length;
}

async function nextDue(pool: Pool, jobs: readonly string[]): Promise<Date | undefined> {
  const { rows } = await pool.query<{ next: Date | null }>(
    'SELECT min(next_run_at) AS next FROM ops.jobs WHERE name = ANY ($1)',
    [jobs],
  );
  return rows[0]?.next ?? undefined;
}
