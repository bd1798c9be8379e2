import { inTransaction } from '@systole/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../test/world.ts';
import { declareJobs } from './declare-jobs.ts';
import { ingestionJob } from './job-kinds.ts';
import { requestDueRuns } from './scheduler.ts';
import { pauseSchedule, resumeSchedule } from './steer.ts';

const MINUTE = 60_000;
const JOB = 'ingestion_job:ada';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.clear());

const declare = (schedule: string, timeZone: string, now: string) =>
  declareJobs(world.pool, [{ kind: ingestionJob, userId: 'ada', schedule, timeZone }], new Date(now));

/** Lets a clock go from one moment to another in steps of ten minutes, and gives when runs were asked for. */
async function walk(from: string, to: string): Promise<string[]> {
  const asked: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 10 * MINUTE) {
    await requestDueRuns(world.pool, [JOB], new Date(at));
    const { rowCount } = await world.pool.query(
      `UPDATE ops.job_runs SET status = 'success' WHERE status = 'queued'`,
    );
    for (let run = 0; run < (rowCount ?? 0); run += 1) asked.push(new Date(at).toISOString());
  }
  return asked;
}

describe('the scheduler', () => {
  it('asks for each run once over a change to daylight saving', async () => {
    await declare('30 2 * * *', 'Europe/Berlin', '2025-03-28T12:00:00Z');
    expect(await walk('2025-03-28T12:00:00Z', '2025-03-31T12:00:00Z')).toEqual([
      '2025-03-29T01:30:00.000Z',
      '2025-03-30T01:00:00.000Z',
      '2025-03-31T00:30:00.000Z',
    ]);
  });

  it('asks for each run once over the change back, and every hour for an hourly one', async () => {
    await declare('30 2 * * *', 'Europe/Berlin', '2025-10-25T12:00:00Z');
    expect(await walk('2025-10-25T12:00:00Z', '2025-10-27T12:00:00Z')).toEqual([
      '2025-10-26T00:30:00.000Z',
      '2025-10-27T01:30:00.000Z',
    ]);
    await declare('0 * * * *', 'Europe/Berlin', '2025-10-25T22:30:00Z');
    expect(await walk('2025-10-25T22:30:00Z', '2025-10-26T03:30:00Z')).toHaveLength(5);
  });

  it('catches up once what was missed while nobody worked, also when two look at once', async () => {
    await declare('0 * * * *', 'UTC', '2025-06-01T00:30:00Z');
    const now = new Date('2025-06-29T10:20:00Z');
    // A worker that comes back declares its jobs before it looks.
    await declare('0 * * * *', 'UTC', now.toISOString());
    await Promise.all([1, 2, 3].map(() => requestDueRuns(world.pool, [JOB], now)));
    expect(await world.runs()).toMatchObject([{ trigger: 'schedule', status: 'queued' }]);
    const { rows } = await world.pool.query('SELECT next_run_at FROM ops.jobs');
    expect(rows).toEqual([{ next_run_at: new Date('2025-06-29T11:00:00Z') }]);
  });

  it('does not ask for a second run while one waits', async () => {
    await declare('0 * * * *', 'UTC', '2025-06-29T00:30:00Z');
    for (const hour of ['01', '02', '03']) {
      await requestDueRuns(world.pool, [JOB], new Date(`2025-06-29T${hour}:00:00Z`));
    }
    expect(await world.runs()).toHaveLength(1);
  });

  it('leaves alone what is not its own, what is paused, and what was missed meanwhile', async () => {
    await declare('0 * * * *', 'UTC', '2025-06-29T00:30:00Z');
    const later = new Date('2025-06-29T05:00:00Z');
    await requestDueRuns(world.pool, ['etl_job'], later);
    await inTransaction(world.pool, (client) => pauseSchedule(client, JOB));
    await requestDueRuns(world.pool, [JOB], later);
    await inTransaction(world.pool, (client) => resumeSchedule(client, JOB, later));
    await requestDueRuns(world.pool, [JOB], later);
    expect(await world.runs()).toEqual([]);
    await requestDueRuns(world.pool, [JOB], new Date('2025-06-29T06:00:00Z'));
    expect(await world.runs()).toHaveLength(1);
  });

  it('follows a schedule that is declared otherwise, and the user’s own process before a shared one', async () => {
    const at = '2025-06-29T00:30:00Z';
    await declare('0 * * * *', 'UTC', at);
    const own = {
      kind: ingestionJob,
      userId: 'ada',
      schedule: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      isOwn: true,
    };
    await declareJobs(world.pool, [own], new Date(at));
    await declare('0 5 * * *', 'UTC', at);
    const { rows } = await world.pool.query('SELECT schedule, time_zone, next_run_at FROM ops.jobs');
    expect(rows).toEqual([
      { schedule: '0 2 * * *', time_zone: 'Europe/Berlin', next_run_at: new Date('2025-06-30T00:00:00Z') },
    ]);
  });
});
