import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectTheWholeMonth, forgetTheMonth, MONTH } from './month.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => forgetTheMonth(world));

/**
 * From this instant on the server says of readings what it says when a file cannot grow: no test can fill the disk of
 * a server that others use.
 */
async function fillDisk(from: string): Promise<void> {
  const { pool } = world.database;
  await pool.query(
    `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file: No space left on device';
     END $$`,
  );
  await pool.query(
    `CREATE TRIGGER disk_full BEFORE INSERT ON activities_heart_intraday FOR EACH ROW
       WHEN (NEW.timestamp >= '${from}') EXECUTE FUNCTION disk_full()`,
  );
}

const makeRoom = () => world.database.pool.query('DROP FUNCTION disk_full() CASCADE');

describe('a server whose disk is full', { timeout: 240_000 }, () => {
  it('is named in the log; the load goes on when there is room again, and nothing is lost', async () => {
    await fillDisk('2025-06-12T10:00:00Z');
    await using ingestion = world.ingest(MONTH, '--once');
    await ingestion.printed(/No space left on device/);
    await makeRoom();
    expect(await ingestion.ended, ingestion.output).toBe(0);
    await expectTheWholeMonth(world);
  });
});
