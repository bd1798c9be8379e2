import { randomBytes } from 'node:crypto';
import { initialiseDatabase } from '@systole/db-init-service';
import { testLogger } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectTheWholeMonth, forgetTheMonth, loadedRows, MONTH, someWayOn } from './month.ts';
import { startWorld, type World } from './world.ts';

const ROLE = `systole_limited_${randomBytes(4).toString('hex')}`;

let world: World;
let url: string;
beforeAll(async () => {
  world = await startWorld();
  const { pool } = world.database;
  await initialiseDatabase(pool, { logger: testLogger, rolePasswords: { writer: 'writer-secret' } });
  // Limits are for roles that are no superusers.
  await pool.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD 'secret' IN ROLE systole_writer`);
  const limited = new URL(world.database.url);
  limited.username = ROLE;
  limited.password = 'secret';
  url = limited.href;
});
afterAll(async () => {
  await world.database.pool.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
  await world[Symbol.asyncDispose]();
});
beforeEach(() => forgetTheMonth(world));

/** Further connections of the role are refused, as where all are taken; those it has are cut where it is said. */
async function takeConnections({ cutting }: { cutting: boolean }): Promise<void> {
  const { pool } = world.database;
  await pool.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT 0`);
  if (!cutting) return;
  await pool.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1', [ROLE]);
}

const giveConnections = () => world.database.pool.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT -1`);

describe('a native server that is out of connections', { timeout: 240_000 }, () => {
  it('is waited for before the first statement', async () => {
    await takeConnections({ cutting: false });
    await using ingestion = world.ingest({ ...MONTH, DATABASE_URL: url }, '--once');
    await ingestion.printed(/too many connections for role/);
    await giveConnections();
    expect(await ingestion.ended, ingestion.output).toBe(0);
    await expectTheWholeMonth(world);
  });

  it('in the middle of a load ends the run with what the server said, and the next one makes the table whole', async () => {
    await using ingestion = world.ingest({ ...MONTH, DATABASE_URL: url }, '--once');
    await someWayOn(world, await loadedRows(world));
    expect(ingestion.output, 'there was still something to load').not.toContain('ingestion done');
    await takeConnections({ cutting: true });
    await ingestion.printed(/too many connections for role/);
    await giveConnections();
    await ingestion.ended;
    await world.database.pool.query(
      "UPDATE ops.pipeline_runs SET heartbeat_at = heartbeat_at - interval '1 minute'",
    );
    await using last = world.ingest({ ...MONTH, DATABASE_URL: url }, '--once');
    expect(await last.ended, `${ingestion.output}\n${last.output}`).toBe(0);
    await expectTheWholeMonth(world);
  });
});
