import { startEmptyTestDatabase, testLogger } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { describeSchema, initialiseDatabase } from './index.ts';

describe('the schema of an initialised database', async () => {
  const database = await startEmptyTestDatabase();
  const { pool } = database;
  afterAll(() => database[Symbol.asyncDispose]());
  await initialiseDatabase(pool, { logger: testLogger });
  const schema = await describeSchema(pool);

  it('is the committed schema.sql (npm run schema -w db-init-service writes it)', async () => {
    await expect(schema).toMatchFileSnapshot('../schema.sql');
  });

  it('is described without regard to what was made and dropped before', async () => {
    await pool.query(`
      CREATE TABLE another (at timestamptz NOT NULL, user_id text, value float8);
      SELECT create_hypertable('another', by_range('at'));`);
    await pool.query(`
      CREATE MATERIALIZED VIEW another_1h WITH (timescaledb.continuous) AS
      SELECT user_id, time_bucket('1 hour', at) AS hour, max(value) AS max FROM another GROUP BY 1, 2 WITH NO DATA`);
    const withAnother = await describeSchema(pool);
    expect(withAnother).toContain('CREATE TABLE public.another (');
    expect(withAnother).toContain('CREATE MATERIALIZED VIEW public.another_1h');

    await pool.query('DROP MATERIALIZED VIEW another_1h');
    await pool.query('DROP TABLE another');
    await pool.query('DROP MATERIALIZED VIEW activities_heart_intraday_1d');
    expect(await describeSchema(pool)).not.toBe(schema);

    await initialiseDatabase(pool, { logger: testLogger });
    expect(await describeSchema(pool)).toBe(schema);
  });
});
