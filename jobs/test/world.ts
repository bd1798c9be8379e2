import { inTransaction, type Pool } from '@systole/service-kit';
import { startTestDatabase, testLogger } from '@systole/test-kit';
import { expect } from 'vitest';
import { declareJobs, jobKinds, JobWorker, requestRun, type RunRequest, type Work } from '../src/index.ts';

export const CHAIN = [
  'simulate_time_series_job',
  'etl_job',
  'aggregate_biometrics_job',
  'trend_analyzer_job',
] as const;

/** Machines that run tests are busy. */
export const PATIENCE = { timeout: 60_000, interval: 50 };

/** What a run in the ledger looks like to a test. */
export interface SeenRun {
  readonly run_id: number;
  readonly job: string;
  readonly status: string;
  readonly trigger: string;
  readonly caused_by: number | null;
  readonly attempt: number;
  readonly error: string | null;
  readonly worker_id: string | null;
}

/** A database, and workers whose work the test decides. */
export interface World extends AsyncDisposable {
  readonly url: string;
  readonly pool: Pool;
  /** Starts a worker of these kinds of jobs, which stops with the world. */
  readonly startWorker: (work: Readonly<Record<string, Work>>, concurrency?: number) => Promise<JobWorker>;
  readonly request: (request: Partial<RunRequest> & { readonly job: string }) => Promise<number>;
  readonly runs: (job?: string) => Promise<SeenRun[]>;
  /** Forgets runs, workers and what is in the queue, and stops the workers. */
  readonly clear: () => Promise<void>;
  /** Ends the database as a crash would, and starts it again. */
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** Waits until as many runs are in a state. */
  readonly reach: (status: string, count: number, job?: string) => Promise<SeenRun[]>;
}

export async function startWorld(): Promise<World> {
  const database = await startTestDatabase();
  const { pool, url } = database;
  let workers: JobWorker[] = [];
  const stopAll = async () => {
    for (const worker of workers) await worker.stop();
    workers = [];
  };
  const runs = async (job?: string) => {
    const { rows } = await pool.query<SeenRun>(
      `SELECT run_id, job, status, trigger, caused_by, attempt, error, worker_id FROM ops.job_runs
        WHERE $1::text IS NULL OR job = $1 ORDER BY run_id`,
      [job],
    );
    return rows;
  };
  return {
    url,
    pool,
    runs,
    startWorker: async (work, concurrency = 4) => {
      const declarations = Object.keys(work).flatMap((name) => {
        const kind = jobKinds.get(name);
        return kind ? [{ kind, timeZone: 'UTC' }] : [];
      });
      const jobs = await declareJobs(pool, declarations, new Date());
      const worker = new JobWorker({
        pool,
        logger: testLogger,
        jobs,
        work: new Map(Object.entries(work)),
        concurrency,
      });
      workers.push(worker);
      worker.start();
      return worker;
    },
    request: (request) =>
      inTransaction(pool, async (client) => {
        const { runId } = await requestRun(client, { trigger: 'manual', requestedBy: 'test', ...request });
        return runId;
      }),
    kill: () => database.kill(),
    restart: () => database.restart(),
    reach: async (status, count, job) => {
      const inState = async () => (await runs(job)).filter((run) => run.status === status);
      await expect.poll(async () => (await inState()).length, PATIENCE).toBe(count);
      return inState();
    },
    clear: async () => {
      await stopAll();
      await pool.query(
        'TRUNCATE ops.jobs, ops.job_workers, graphile_worker._private_jobs, graphile_worker._private_job_queues CASCADE',
      );
    },
    [Symbol.asyncDispose]: async () => {
      await stopAll();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Work that is done at once. */
export const done: Work = () => Promise.resolve();

/** Work that goes on until its signal aborts. */
export const untilAborted: Work = ({ signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('ended in the middle'));
    });
  });
