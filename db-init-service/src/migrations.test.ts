import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeError, inTransaction } from '@systole/service-kit';
import { startEmptyTestDatabase } from '@systole/test-kit';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyMigrations, readMigrations } from './migrations.ts';

describe('migrations', async () => {
  const database = await startEmptyTestDatabase();
  afterAll(() => database[Symbol.asyncDispose]());

  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'systole-migrations-'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
    await database.pool.query('DROP SCHEMA IF EXISTS ops CASCADE');
  });

  const write = (name: string, sql: string) => writeFile(join(directory, name), sql);
  const migrate = async () => {
    const migrations = await readMigrations(directory);
    return inTransaction(database.pool, (client) => applyMigrations(client, migrations));
  };
  const tables = async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'ops' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };

  it('are applied in the order of their numbers, each once', async () => {
    await write('0002-second.sql', 'INSERT INTO ops.first VALUES (2);');
    await write('0001-first.sql', 'CREATE TABLE ops.first (n int); INSERT INTO ops.first VALUES (1);');
    expect(await migrate()).toEqual(['0001-first.sql', '0002-second.sql']);
    expect(await migrate()).toEqual([]);

    await write('0003-third.sql', 'INSERT INTO ops.first VALUES (3);');
    expect(await migrate()).toEqual(['0003-third.sql']);
    const { rows } = await database.pool.query('SELECT n FROM ops.first ORDER BY n');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('are refused when an applied one was edited', async () => {
    await write('0001-first.sql', 'CREATE TABLE ops.first (n int);');
    await migrate();
    await write('0001-first.sql', 'CREATE TABLE ops.first (n bigint);');
    await expect(migrate()).rejects.toThrow(/0001-first\.sql was edited after it had been applied/);
  });

  it('are refused when an applied one is gone', async () => {
    await write('0001-first.sql', 'CREATE TABLE ops.first (n int);');
    await write('0002-second.sql', 'CREATE TABLE ops.second (n int);');
    await migrate();
    await unlink(join(directory, '0002-second.sql'));
    await expect(migrate()).rejects.toThrow(
      /0002-second\.sql was applied to this database, but its file is gone/,
    );
  });

  it('are refused when one comes before an applied one', async () => {
    await write('0002-second.sql', 'CREATE TABLE ops.second (n int);');
    await migrate();
    await write('0001-late.sql', 'CREATE TABLE ops.late (n int);');
    await expect(migrate()).rejects.toThrow(/0001-late\.sql comes before 0002-second\.sql/);
    expect(await tables()).toEqual(['migrations', 'second']);
  });

  it('are refused when a file is not named like one', async () => {
    await write('add-something.sql', 'SELECT 1;');
    await expect(migrate()).rejects.toThrow(/add-something\.sql is not named like a migration/);
  });

  it('leave nothing behind when one fails, and say in which line', async () => {
    await write('0001-first.sql', 'CREATE TABLE ops.first (n int);');
    await write(
      '0002-broken.sql',
      'CREATE TABLE ops.second (n int);\n\nINSERT INTO ops.second VALUES (1);\nINSERT INTO ops.nowhere VALUES (1);\n',
    );
    const error: unknown = await migrate().catch((reason: unknown) => reason);
    expect(describeError(error)).toBe(
      'Migration 0002-broken.sql failed in line 4; nothing of it was kept: relation "ops.nowhere" does not exist (42P01)',
    );
    expect(await tables()).toEqual([]);
  });
});
