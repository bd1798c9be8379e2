import { initialiseDatabase } from '@systole/db-init-service';
import { createPool, inTransaction } from '@systole/service-kit';
import { startTestDatabase, testLogger } from '@systole/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  cancelRun,
  declareJobs,
  deleteOldRuns,
  JobWorker,
  kindOf,
  pauseSchedule,
  requestRun,
  resumeSchedule,
  retryRun,
} from '../src/index.ts';
import { done, PATIENCE } from './world.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

let url: string;
beforeAll(async () => {
  const database = opened.use(await startTestDatabase());
  url = database.url;
  await initialiseDatabase(database.pool, {
    logger: testLogger,
    rolePasswords: { writer: 'writer-secret', api: 'api-secret' },
  });
});

/** Connections that may do what a role may, and no more. */
function poolOf(role: string) {
  const ofRole = new URL(url);
  ofRole.searchParams.set('options', `-c role=${role}`);
  const pool = createPool({ url: ofRole.href, applicationName: role, connections: 6, logger: testLogger });
  opened.defer(() => pool.end());
  return pool;
}

it('the API’s role asks for runs and steers them, and the writer’s role does them', async () => {
  const [api, writer] = [poolOf('systole_api'), poolOf('systole_writer')];
  const kinds = ['simulate_time_series_job', 'etl_job'].map(kindOf);
  const jobs = await declareJobs(
    writer,
    kinds.map((kind) => ({
      kind,
      timeZone: 'UTC',
      ...(kind.needs === undefined && { schedule: '0 * * * *' }),
    })),
    new Date(),
  );
  const work = new Map(kinds.map(({ name }) => [name, done]));
  const worker = new JobWorker({ pool: writer, logger: testLogger, jobs, work, concurrency: 2 });
  const manual = { trigger: 'manual', requestedBy: 'api' } as const;
  const job = 'simulate_time_series_job';
  await inTransaction(api, (client) => pauseSchedule(client, job));
  await inTransaction(api, (client) => resumeSchedule(client, job, new Date()));
  const { runId } = await inTransaction(api, (client) => requestRun(client, { job, ...manual }));
  await inTransaction(api, (client) => cancelRun(client, runId));
  await inTransaction(api, (client) => retryRun(client, runId, 'api'));
  worker.start();
  const runs = async () => {
    const { rows } = await api.query<{ job: string; status: string }>(
      'SELECT job, status FROM ops.job_runs ORDER BY run_id',
    );
    return rows;
  };
  await expect.poll(runs, PATIENCE).toEqual([
    { job, status: 'cancelled' },
    { job, status: 'success' },
    { job: 'etl_job', status: 'success' },
  ]);
  await worker.stop();
  expect(await deleteOldRuns(writer, 1)).toBe(0);
});
