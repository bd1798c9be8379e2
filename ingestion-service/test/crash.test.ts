import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetTheMonth, expectTheWholeMonth, loadedRows, MONTH, someWayOn } from './month.ts';
import { startWorld, type World } from './world.ts';

const ROUNDS = 10;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => forgetTheMonth(world));

describe('after kill -9 in the middle of a load', { timeout: 240_000 }, () => {
  it('of the ingestion process, ten times over, the next one makes the table whole', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await loadedRows(world);
      await using ingestion = world.ingest(MONTH, '--once');
      await someWayOn(world, before);
      ingestion.kill('SIGKILL');
      expect(await ingestion.ended, 'the process was killed, and had not ended by itself').toBeNull();
    }
    // The last of the dead is known by its silence of thirty seconds; the test does not wait that long.
    await world.database.pool.query(
      "UPDATE ops.pipeline_runs SET heartbeat_at = heartbeat_at - interval '1 minute'",
    );
    await using last = world.ingest(MONTH, '--once');
    expect(await last.ended, last.output).toBe(0);
    await expectTheWholeMonth(world);
  });

  it('of the database, ten times over, the ingestion process carries on and loses nothing', async () => {
    await using ingestion = world.ingest(MONTH, '--once');
    for (let round = 0; round < ROUNDS; round += 1) {
      await someWayOn(world, await loadedRows(world));
      expect(ingestion.output, 'there was still something to load').not.toContain('ingestion done');
      await world.database.kill();
      await pause(Math.random() * 100);
      await world.database.restart();
    }
    // Runs that the crashes failed are made good by a round of their own.
    await ingestion.ended;
    await world.database.pool.query(
      "UPDATE ops.pipeline_runs SET heartbeat_at = heartbeat_at - interval '1 minute'",
    );
    await using last = world.ingest(MONTH, '--once');
    expect(await last.ended, `${ingestion.output}\n${last.output}`).toBe(0);
    await expectTheWholeMonth(world);
  });
});

describe('two ingestion processes of one user', { timeout: 240_000 }, () => {
  it('neither double nor lose a reading, and neither waits for ever', async () => {
    const processes = [world.ingest(MONTH, '--once'), world.ingest(MONTH, '--once')];
    for (const process of processes) expect(await process.ended, process.output).toBe(0);
    await expectTheWholeMonth(world);
  });
});
