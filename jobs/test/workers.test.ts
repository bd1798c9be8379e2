import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction } from '@systole/service-kit';
import { startProcess, testLogger } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executeRun } from '../src/execute-run.ts';
import {
  cancelRun,
  declareJobs,
  ingestionJob,
  JobWorker,
  kindOf,
  retryRun,
  type Work,
} from '../src/index.ts';
import { takeUp } from '../src/run-ledger.ts';
import { done, PATIENCE, startWorld, untilAborted, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.clear());

const hang = () =>
  startProcess('jobs/test/fixtures/hanging-worker.ts', { environment: { DATABASE_URL: world.url } });

/** What thirty seconds of silence would do. */
const silence = () =>
  world.pool.query("UPDATE ops.job_workers SET heartbeat_at = heartbeat_at - interval '1 minute'");

describe('a worker that is killed with kill -9 in the middle of a run', () => {
  it('has its run taken up again by another, which is said in its log', async () => {
    await using victim = hang();
    await expect
      .poll(async () => (await world.pool.query('SELECT FROM ops.job_workers')).rowCount, PATIENCE)
      .toBe(1);
    const runId = await world.request({ job: 'etl_job' });
    await victim.printed(/"message":"working"/);
    const [before] = await world.reach('running', 1);
    victim.kill('SIGKILL');
    expect(await victim.ended).toBeNull();
    await silence();
    await world.startWorker({ etl_job: done });
    const [after] = await world.reach('success', 1);
    expect(after?.run_id).toBe(runId);
    expect(after?.worker_id).not.toBe(before?.worker_id);
    const { rows } = await world.pool.query<{ message: string }>(
      'SELECT message FROM ops.job_run_logs WHERE run_id = $1 ORDER BY position',
      [runId],
    );
    expect(rows[0]?.message).toContain('taken up again');
  });

  it('is not waited for by a run behind it', async () => {
    await using victim = hang();
    await expect
      .poll(async () => (await world.pool.query('SELECT FROM ops.job_workers')).rowCount, PATIENCE)
      .toBe(1);
    await world.request({ job: 'etl_job' });
    await world.reach('running', 1);
    await world.request({ job: 'etl_job', idempotencyKey: 'behind' });
    victim.kill('SIGKILL');
    await victim.ended;
    await silence();
    await world.startWorker({ etl_job: done });
    await world.reach('success', 2);
  });

  it('is given up after five workers have died of the same run', async () => {
    await declareJobs(world.pool, [{ kind: kindOf('etl_job'), timeZone: 'UTC' }], new Date());
    await world.request({ job: 'etl_job' });
    await world.pool.query(
      `UPDATE graphile_worker._private_jobs SET attempts = 5, locked_by = 'dead', locked_at = now() - interval '1 minute'`,
    );
    await world.pool.query(`UPDATE ops.job_runs SET status = 'running', worker_id = 'dead'`);
    await world.startWorker({ maintenance_job: done });
    const [run] = await world.reach('failed', 1);
    expect(run?.error).toBe('every worker that took it up died');
  });
});

describe('a worker that is told to stop', () => {
  it('gives its run back to the queue for the next one', async () => {
    const first = await world.startWorker({ etl_job: untilAborted });
    const runId = await world.request({ job: 'etl_job' });
    await world.reach('running', 1);
    await first.stop();
    expect(await world.runs()).toMatchObject([{ run_id: runId, status: 'queued', worker_id: null }]);
    await world.startWorker({ etl_job: done });
    await world.reach('success', 1);
  });
});

describe('a worker that was silent for too long', () => {
  it('ends what it has in hand and comes back under another name', async () => {
    let begun = 0;
    const work: Work = (context) => (++begun === 1 ? untilAborted : done)(context);
    await world.startWorker({ etl_job: work });
    await world.request({ job: 'etl_job' });
    await world.reach('running', 1);
    await world.pool.query('DELETE FROM ops.job_workers');
    await world.reach('success', 1);
    expect(begun).toBe(2);
  });
});

describe('two workers', () => {
  it('share the work of several jobs, and each run is done once', async () => {
    const workers = new Map<number, string[]>();
    const slow: Work = async ({ run }) => {
      workers.set(run.runId, [...(workers.get(run.runId) ?? []), run.job]);
      await pause(300);
    };
    const kinds = ['etl_job', 'trend_analyzer_job', 'maintenance_job', 'simulate_time_series_job'];
    const work = Object.fromEntries(kinds.map((name) => [name, slow]));
    await world.startWorker(work, 1);
    await world.startWorker(work, 1);
    await expect
      .poll(async () => (await world.pool.query('SELECT FROM ops.job_workers')).rowCount, PATIENCE)
      .toBe(2);
    for (const job of ['etl_job', 'trend_analyzer_job', 'maintenance_job']) {
      for (const key of ['a', 'b', 'c']) await world.request({ job, idempotencyKey: key });
    }
    const runs = await world.reach('success', 9);
    expect(new Set(runs.map(({ worker_id }) => worker_id)).size).toBe(2);
    expect([...workers.values()].every((times) => times.length === 1)).toBe(true);
  });

  it('never do two runs of one job at the same time', async () => {
    let now = 0;
    let most = 0;
    const counting: Work = async () => {
      most = Math.max(most, ++now);
      await pause(100);
      now -= 1;
    };
    await world.startWorker({ maintenance_job: counting });
    await world.startWorker({ maintenance_job: counting });
    for (const key of ['a', 'b', 'c', 'd'])
      await world.request({ job: 'maintenance_job', idempotencyKey: key });
    await world.reach('success', 4);
    expect(most).toBe(1);
  });
});

describe('a worker of one user', () => {
  it('takes only that user’s jobs, and leaves the others to one that takes anybody’s', async () => {
    const ofUser = (userId: string) => ({ kind: ingestionJob, userId, timeZone: 'UTC' });
    await declareJobs(world.pool, ['ada', 'ben'].map(ofUser), new Date());
    const start = async (...users: string[]) => {
      const jobs = await declareJobs(world.pool, users.map(ofUser), new Date());
      const worker = new JobWorker({
        pool: world.pool,
        logger: testLogger,
        jobs,
        work: new Map([[ingestionJob.name, done]]),
        concurrency: 1,
      });
      worker.start();
      return worker;
    };
    const ofAda = await start('ada');
    await world.request({ job: 'ingestion_job:ben' });
    await world.request({ job: 'ingestion_job:ada' });
    await world.reach('success', 1, 'ingestion_job:ada');
    expect((await world.runs('ingestion_job:ben')).map(({ status }) => status)).toEqual(['queued']);
    const ofAnybody = await start('ada', 'ben');
    await world.reach('success', 1, 'ingestion_job:ben');
    await ofAda.stop();
    await ofAnybody.stop();
  });
});

describe('a run', () => {
  it('that is cancelled ends, and is done again when asked', async () => {
    let begun = 0;
    const work: Work = (context) => (++begun === 1 ? untilAborted : done)(context);
    await world.startWorker({ maintenance_job: work });
    const runId = await world.request({ job: 'maintenance_job' });
    await world.reach('running', 1);
    await inTransaction(world.pool, (client) => cancelRun(client, runId));
    await world.reach('cancelled', 1);
    await inTransaction(world.pool, (client) => retryRun(client, runId, 'test'));
    const [again] = await world.reach('success', 1);
    expect(again).toMatchObject({ trigger: 'retry', caused_by: runId });
  });

  it('that takes longer than it may has failed', async () => {
    const kind = kindOf('maintenance_job');
    await declareJobs(world.pool, [{ kind, timeZone: 'UTC' }], new Date());
    const runId = await world.request({ job: kind.name });
    const run = await takeUp(world.pool, runId, 'w1');
    if (!run) throw new Error('the run was not taken up');
    await executeRun({
      pool: world.pool,
      logger: testLogger,
      workerId: 'w1',
      run,
      kind: { ...kind, timeoutSeconds: 0.05, retry: { ...kind.retry, retries: 0 } },
      work: untilAborted,
      interruption: new AbortController().signal,
    });
    expect(await world.runs()).toMatchObject([
      { status: 'failed', error: 'took longer than its time-out of 0.05 s' },
    ]);
  });

  it('keeps its log lines and counts while it goes on, and its quality report at the end', async () => {
    const { rows } = await world.pool.query<{ run_id: number }>(
      `INSERT INTO ops.pipeline_runs (dataset, source, source_name, trigger) VALUES ('biometrics', 's', 's', 'import') RETURNING run_id`,
    );
    const pipelineRun = rows[0]?.run_id ?? 0;
    await world.pool.query(
      `INSERT INTO ops.quarantine (run_id, dataset, place, rule, message)
       SELECT $1, 'biometrics', '{}', CASE WHEN n = 1 THEN 'unit' ELSE 'impossible' END, 'm' FROM generate_series(1, 3) AS n`,
      [pipelineRun],
    );
    const goOn = Promise.withResolvers<undefined>();
    await world.startWorker({
      maintenance_job: async ({ logger, report }) => {
        logger.info('half done', { rows: 5 });
        logger.debug('not worth keeping');
        report({
          status: 'partial',
          inserted: 5,
          updated: 0,
          unchanged: 1,
          rejected: 3,
          error: null,
          runId: pipelineRun,
        });
        await goOn.promise;
      },
    });
    await world.request({ job: 'maintenance_job' });
    const lines = async () =>
      (
        await world.pool.query<{ message: string }>(
          'SELECT message, fields FROM ops.job_run_logs ORDER BY position',
        )
      ).rows;
    await expect.poll(lines, PATIENCE).toEqual([{ message: 'half done', fields: { rows: 5 } }]);
    await world.reach('running', 1);
    goOn.resolve(undefined);
    await world.reach('partial', 1);
    const { rows: ended } = await world.pool.query(
      'SELECT inserted, unchanged, rejected, pipeline_run_ids, quality FROM ops.job_runs',
    );
    expect(ended).toEqual([
      {
        inserted: 5,
        unchanged: 1,
        rejected: 3,
        pipeline_run_ids: [String(pipelineRun)],
        quality: {
          checks: [],
          rejects: [
            { run_id: pipelineRun, dataset: 'biometrics', rule: 'impossible', rows: 2 },
            { run_id: pipelineRun, dataset: 'biometrics', rule: 'unit', rows: 1 },
          ],
        },
      },
    ]);
  });
});
