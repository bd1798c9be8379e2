import { existsSync } from 'node:fs';
import { createPool } from '@systole/service-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmptyTestDatabase, startTestDatabase, testLogger } from './index.ts';

const INSERT = `INSERT INTO activities_heart_intraday VALUES ('2025-06-29T00:00:00Z', 61, 'user1')`;
const COUNT = 'SELECT count(*) AS count FROM activities_heart_intraday';

describe('a test database', async () => {
  const database = await startTestDatabase();
  afterAll(() => database[Symbol.asyncDispose]());

  it('is migrated and empty', async () => {
    const { rows } = await database.pool.query(COUNT);
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('shares nothing with another one', async () => {
    await using other = await startTestDatabase();
    await other.pool.query(INSERT);
    const { rows } = await database.pool.query(COUNT);
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('keeps what was committed when its server is killed, under the same URL', async () => {
    await using other = await startTestDatabase();
    await other.pool.query(INSERT);
    await other.kill();
    await other.restart();
    const pool = createPool({ url: other.url, applicationName: 'test', connections: 1, logger: testLogger });
    const { rows } = await pool.query(COUNT);
    await pool.end();
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('cuts off a transaction in progress when its server is killed', async () => {
    await using other = await startTestDatabase();
    const client = await other.pool.connect();
    await client.query('BEGIN');
    await client.query(INSERT);
    await other.kill();
    await expect(client.query('COMMIT')).rejects.toThrow();
    client.release(true);
    await other.restart();
    const { rows } = await other.pool.query(COUNT);
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('leaves no files behind', async () => {
    const other = await startTestDatabase();
    await other[Symbol.asyncDispose]();
    expect(other.dataDirectory === undefined || !existsSync(other.dataDirectory)).toBe(true);
    await expect(
      createPool({ url: other.url, applicationName: 'test', connections: 1, logger: testLogger }).query(
        COUNT,
      ),
    ).rejects.toThrow();
  });
});

describe('an empty test database', () => {
  it('has no tables of Systole', async () => {
    await using database = await startEmptyTestDatabase();
    const { rows } = await database.pool.query(`SELECT to_regclass('ops.users') AS users`);
    expect(rows).toEqual([{ users: null }]);
  });
});
