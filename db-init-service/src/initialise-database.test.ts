import { datasets } from '@systole/catalog';
import { createPool } from '@systole/service-kit';
import { startEmptyTestDatabase, startTestDatabase, testLogger } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';
import { describeSchema, initialiseDatabase } from './index.ts';

const logger = testLogger;

describe('initialiseDatabase', () => {
  it('makes everything once, and changes nothing the second time', async () => {
    await using database = await startEmptyTestDatabase();
    const { pool } = database;
    const state = async () => ({
      schema: await describeSchema(pool),
      ledger: (await pool.query('SELECT * FROM ops.migrations')).rows as unknown[],
      jobs: (await pool.query('SELECT job_id, config FROM timescaledb_information.jobs ORDER BY job_id'))
        .rows as unknown[],
    });

    const { applied } = await initialiseDatabase(pool, { logger });
    expect(applied).toContain('0001-operations.sql');
    for (const { table, rollups } of datasets.values()) {
      expect(applied).toContain(`hypertable ${table}`);
      for (const { view } of rollups) expect(applied).toContain(`continuous aggregate ${view}`);
    }
    const before = await state();

    expect(await initialiseDatabase(pool, { logger })).toEqual({ applied: [] });
    expect(await state()).toEqual(before);
  });

  it('is done by one of several that start at once, and the others find it done', async () => {
    await using database = await startEmptyTestDatabase();
    const pools = Array.from({ length: 3 }, () =>
      createPool({ url: database.url, applicationName: 'test', connections: 1, logger }),
    );
    const results = await Promise.all(pools.map((pool) => initialiseDatabase(pool, { logger })));
    await Promise.all(pools.map((pool) => pool.end()));
    expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
  });

  it('sets, changes and removes retention of raw readings as it is told', async () => {
    await using database = await startTestDatabase();
    const { pool } = database;
    const retention = async () =>
      (
        await pool.query(
          `SELECT hypertable_name AS table, config ->> 'drop_after' AS after
             FROM timescaledb_information.jobs WHERE proc_name = 'policy_retention'`,
        )
      ).rows as unknown[];

    expect(await retention()).toEqual([]);
    await initialiseDatabase(pool, { logger, retentionDays: 365 });
    expect(await retention()).toEqual([{ table: 'activities_heart_intraday', after: '365 days' }]);
    await initialiseDatabase(pool, { logger, retentionDays: 90 });
    expect(await retention()).toEqual([{ table: 'activities_heart_intraday', after: '90 days' }]);
    await initialiseDatabase(pool, { logger });
    expect(await retention()).toEqual([]);
  });

  it('brings back what the catalog declares where it was changed by hand, and keeps the rows', async () => {
    await using database = await startTestDatabase();
    const { pool } = database;
    const declared = await describeSchema(pool);
    await pool.query(`INSERT INTO activities_heart_intraday VALUES ('2025-06-29T00:00:00Z', 61, 'user1')`);
    await pool.query(`SELECT set_chunk_time_interval('activities_heart_intraday', interval '1 day')`);
    await pool.query(`CALL remove_columnstore_policy('activities_heart_intraday')`);
    await pool.query(`CALL add_columnstore_policy('activities_heart_intraday', after => interval '3 days')`);

    const { applied } = await initialiseDatabase(pool, { logger });
    expect(applied).toEqual([
      'chunk interval of activities_heart_intraday',
      'columnstore policy of activities_heart_intraday',
    ]);
    expect(await describeSchema(pool)).toBe(declared);
    const { rows } = await pool.query('SELECT value, user_id FROM activities_heart_intraday');
    expect(rows).toEqual([{ value: 61, user_id: 'user1' }]);
  });

  it('refuses a table whose columns are not as declared, and says which', async () => {
    await using database = await startTestDatabase();
    await database.pool.query('ALTER TABLE activities_heart_intraday RENAME COLUMN value TO bpm');
    await expect(initialiseDatabase(database.pool, { logger })).rejects.toThrow(
      [
        '  declared, not there: activities_heart_intraday.value double precision NOT NULL',
        '  there, not declared: activities_heart_intraday.bpm double precision NOT NULL',
      ].join('\n'),
    );
  });
});
