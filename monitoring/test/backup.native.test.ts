import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeSchema, initialiseDatabase } from '@systole/db-init-service';
import { projectPath, startEmptyTestDatabase, startTestDatabase, testLogger } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const script = (name: string, url: string, ...args: string[]) =>
  run(projectPath(`scripts/${name}.sh`), args, { env: { ...process.env, DATABASE_URL: url } });

const CONTENTS = `
  SELECT (SELECT json_agg(r ORDER BY r.user_id, r.timestamp) FROM activities_heart_intraday AS r) AS readings,
         (SELECT json_agg(r ORDER BY r.user_id, r.hour) FROM activities_heart_intraday_1h AS r) AS rollup,
         (SELECT json_agg(r ORDER BY r.user_id) FROM ops.users AS r) AS users,
         (SELECT count(*) FROM timescaledb_information.chunks WHERE is_compressed) AS compressed`;

// pg_dump needs a server with catalogs of its own, and a connection that is one: the embedded database is copied as
// files (docs/containers.md).
describe('a backup of a native server', async () => {
  await using opened = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'systole-backup-'));
  opened.defer(() => rm(directory, { recursive: true }));
  const database = opened.use(await startTestDatabase());
  const keep = opened.move();
  afterAll(() => keep.disposeAsync());
  const file = join(directory, 'systole.dump');

  const { pool } = database;
  const rolePasswords = { writer: 'writer-secret', api: 'api-secret', reader: 'reader-secret' };
  await initialiseDatabase(pool, { logger: testLogger, rolePasswords });
  await pool.query(`INSERT INTO ops.users (user_id) VALUES ('user1')`);
  await pool.query(
    `INSERT INTO activities_heart_intraday
     SELECT '2025-06-01'::timestamptz + n * interval '1 minute', 60 + n % 40, 'user1' FROM generate_series(0, 9999) AS n`,
  );
  for (const level of ['1m', '1h', '1d']) {
    await pool.query(`CALL refresh_continuous_aggregate('activities_heart_intraday_${level}', NULL, NULL)`);
  }
  await pool.query(`SELECT compress_chunk(chunk) FROM show_chunks('activities_heart_intraday') AS chunk`);

  it('comes back whole: readings, rollups, columnstore and policies', async () => {
    await script('backup', database.url, file);
    await using restored = await startEmptyTestDatabase();
    await script('restore', restored.url, file);
    expect((await restored.pool.query(CONTENTS)).rows).toEqual((await pool.query(CONTENTS)).rows);
    expect(await describeSchema(restored.pool)).toBe(await describeSchema(pool));
  });

  it('names no role, which another server may not have', async () => {
    await script('backup', database.url, file);
    const restoring = ['--no-owner', '--file=-', file];
    const { stdout } = await run('pg_restore', restoring, { maxBuffer: 2 ** 28 });
    expect(stdout).toContain('CREATE POLICY');
    // What is said of a thing in a comment is not carried out.
    expect(stdout.replace(/^--.*$/gm, '')).not.toMatch(/systole_(writer|api|reader|monitor|rollups)/);
  });

  it('is not restored over what is there', async () => {
    await script('backup', database.url, file);
    await expect(script('restore', database.url, file)).rejects.toThrow(/holds data of Systole already/);
  });

  it('is said not to be there, where it is not', async () => {
    await expect(script('restore', database.url, join(directory, 'nothing.dump'))).rejects.toThrow(
      /nothing\.dump cannot be read/,
    );
    await expect(script('restore', database.url)).rejects.toThrow(/Say which backup: make restore FILE=/);
  });
});
