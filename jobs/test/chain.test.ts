import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Work } from '../src/index.ts';
import { CHAIN, done, startWorld, untilAborted, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.clear());

const all = (work: Work, but: Readonly<Record<string, Work>> = {}) => ({
  ...Object.fromEntries(CHAIN.map((name) => [name, work])),
  ...but,
});
const broken: Work = () => Promise.reject(new Error('it broke'));

describe('the chain of the four jobs', () => {
  it('runs in order, each after the one it needs', async () => {
    const order: string[] = [];
    const work: Work = async ({ run }) => {
      order.push(`begin ${run.job}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push(`end ${run.job}`);
    };
    await world.startWorker(all(work));
    const first = await world.request({ job: CHAIN[0], trigger: 'schedule' });
    const runs = await world.reach('success', 4);
    expect(order).toEqual(CHAIN.flatMap((name) => [`begin ${name}`, `end ${name}`]));
    expect(runs.map(({ job, trigger, caused_by }) => [job, trigger, caused_by])).toEqual(
      CHAIN.map((name, i) => [name, i === 0 ? 'schedule' : 'after', i === 0 ? null : first + i - 1]),
    );
  });

  it('stops where one fails for good, and says of those behind it why they did not run', async () => {
    await world.startWorker(all(done, { etl_job: broken }));
    await world.request({ job: CHAIN[0] });
    // The first run and its two repetitions; a test does not wait for their time.
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const failed = await world.reach('failed', attempt, 'etl_job');
      expect(failed.at(-1)).toMatchObject({ attempt, error: 'it broke' });
      await world.pool.query(`UPDATE ops.job_runs SET run_at = now() WHERE status = 'queued'`);
    }
    const [aggregate, trends] = await world.reach('skipped', 2);
    const last = (await world.runs('etl_job')).at(-1);
    expect(last?.trigger).toBe('retry');
    expect(aggregate).toMatchObject({ job: CHAIN[2], caused_by: last?.run_id });
    expect(trends).toMatchObject({ job: CHAIN[3], caused_by: aggregate?.run_id });
    expect(trends?.error).toBe(`not run: etl_job failed (run ${last?.run_id ?? 0})`);
  });

  it('goes on when a repetition succeeds, and nothing is skipped', async () => {
    let tries = 0;
    const shaky: Work = async (context) => {
      tries += 1;
      await (tries === 1 ? broken : done)(context);
    };
    await world.startWorker(all(done, { etl_job: shaky }));
    await world.request({ job: CHAIN[0] });
    await world.reach('failed', 1, 'etl_job');
    const { rows } = await world.pool.query<{ seconds: number }>(
      `SELECT extract(epoch FROM run_at - requested_at)::double precision AS seconds FROM ops.job_runs
        WHERE job = 'etl_job' AND status = 'queued'`,
    );
    expect(rows[0]?.seconds).toBeCloseTo(60, 0);
    await world.pool.query(`UPDATE ops.job_runs SET run_at = now() WHERE status = 'queued'`);
    await world.reach('success', 4);
    expect((await world.runs()).filter(({ status }) => status === 'skipped')).toEqual([]);
  });

  it('goes on after rejected rows, and after a run that had nothing to do', async () => {
    const counts = { inserted: 0, updated: 0, unchanged: 0 };
    await world.startWorker(
      all(done, {
        simulate_time_series_job: ({ report }) => {
          report({ status: 'no_op', ...counts, rejected: 0, error: null });
          return Promise.resolve();
        },
        etl_job: ({ report }) => {
          report({ status: 'partial', ...counts, inserted: 5, rejected: 2, error: null });
          return Promise.resolve();
        },
      }),
    );
    await world.request({ job: CHAIN[0] });
    await world.reach('success', 2);
    expect((await world.runs()).map(({ status }) => status)).toEqual([
      'no_op',
      'partial',
      'success',
      'success',
    ]);
  });

  it('does not go on after a run that was cancelled', async () => {
    await world.startWorker(
      all(done, {
        etl_job: untilAborted,
      }),
    );
    await world.request({ job: CHAIN[0] });
    const [running] = await world.reach('running', 1, 'etl_job');
    await world.pool.query('UPDATE ops.job_runs SET cancel_requested_at = now() WHERE run_id = $1', [
      running?.run_id,
    ]);
    await world.reach('skipped', 2);
    expect((await world.runs('etl_job')).map(({ status }) => status)).toEqual(['cancelled']);
  });
});
