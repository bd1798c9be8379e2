import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('a database that goes away', () => {
  it('while a run goes on does not lose its end, and the worker goes on with what is asked later', async () => {
    const goOn = Promise.withResolvers<undefined>();
    let begun = 0;
    await world.startWorker({
      maintenance_job: async () => {
        begun += 1;
        if (begun === 1) await goOn.promise;
      },
    });
    const first = await world.request({ job: 'maintenance_job' });
    await world.reach('running', 1);
    await world.kill();
    goOn.resolve(undefined);
    await pause(500);
    await world.restart();
    await expect
      .poll(async () => (await world.runs()).map(({ run_id, status }) => [run_id, status]), PATIENCE)
      .toEqual([[first, 'success']]);
    await world.request({ job: 'maintenance_job' });
    await world.reach('success', 2);
    expect(begun).toBe(2);
  });
});
