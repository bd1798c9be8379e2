import { inTransaction } from '@systole/service-kit';
import { startTestDatabase, testLogger, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runDuePolicies } from '../src/work/maintenance.ts';

const TABLE = 'activities_heart_intraday';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  // On a server with background workers these would do the same at moments of their own.
  await database.pool.query(
    `SELECT alter_job(job_id, scheduled => false) FROM timescaledb_information.jobs WHERE hypertable_name IS NOT NULL`,
  );
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => database.pool.query(`TRUNCATE ${TABLE}`));

const runPolicies = () => runDuePolicies(database.pool, testLogger);

/** A reading every five seconds of a day, all of one value. */
async function insertDay(ageInDays: number, value: number, offsetSeconds = 0): Promise<void> {
  await database.pool.query(
    `INSERT INTO ${TABLE} (timestamp, value, user_id)
     SELECT day + make_interval(secs => 5 * nth + $3), $2, 'anna'
       FROM (SELECT date_trunc('day', now(), 'UTC') - make_interval(days => $1) AS day) AS it, generate_series(0, 17279) AS nth`,
    [ageInDays, value, offsetSeconds],
  );
}

async function chunkStates(): Promise<string[]> {
  const { rows } = await database.pool.query<{ state: string }>(
    `SELECT array_to_string(_timescaledb_functions.chunk_status_text(chunk), ' ') AS state
       FROM show_chunks('${TABLE}') AS chunk ORDER BY chunk`,
  );
  return rows.map(({ state }) => state);
}

async function bytes(): Promise<number> {
  const { rows } = await database.pool.query<{ bytes: number }>(
    `SELECT hypertable_size('${TABLE}') AS bytes`,
  );
  return rows[0]?.bytes ?? NaN;
}

describe('policies, where no background workers run them', () => {
  it('move old chunks to the columnstore and leave recent ones as they are', async () => {
    await insertDay(60, 61);
    await insertDay(1, 62);
    await runPolicies();
    expect(await chunkStates()).toEqual(['COMPRESSED', '']);
  });

  it('move what came late to a chunk there too, and give back the room that it took', async () => {
    await insertDay(60, 61);
    await runPolicies();
    await insertDay(60, 62, 1);
    await database.pool.query(`UPDATE ${TABLE} SET value = 63 WHERE user_id = 'anna' AND value = 61`);
    expect(await chunkStates()).toEqual(['COMPRESSED PARTIAL']);
    const withRows = await bytes();
    await runPolicies();
    expect(await chunkStates()).toEqual(['COMPRESSED']);
    expect(await bytes()).toBeLessThan(withRows / 5);
    const { rows } = await database.pool.query(
      `SELECT value, count(*)::int AS readings FROM ${TABLE} GROUP BY value ORDER BY value`,
    );
    expect(rows).toEqual([
      { value: 62, readings: 17_280 },
      { value: 63, readings: 17_280 },
    ]);
  });

  it('drop what is past its retention', async () => {
    await insertDay(60, 61);
    await insertDay(1, 62);
    await inTransaction(database.pool, async (client) => {
      await client.query(`SELECT add_retention_policy('${TABLE}', interval '40 days')`);
    });
    await runPolicies();
    expect(await chunkStates()).toEqual(['']);
    await database.pool.query(`SELECT remove_retention_policy('${TABLE}')`);
  });
});
