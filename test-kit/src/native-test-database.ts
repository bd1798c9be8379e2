import { randomBytes } from 'node:crypto';
import { initialiseDatabase } from '@systole/db-init-service';
import { createPool, inTransaction, quoteIdentifier, type Pool } from '@systole/service-kit';
import { schemaVersion } from './schema-version.ts';
import type { Contents, TestDatabase } from './test-database.ts';
import { testLogger } from './test-logger.ts';

/** A new database on a native server, dropped at the end. */
export async function startNativeTestDatabase(adminUrl: string, contents: Contents): Promise<TestDatabase> {
  const admin = poolOf(adminUrl, 1);
  const name = `systole_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  try {
    const template = contents === 'empty' ? 'template0' : await preparedTemplate(admin, adminUrl);
    await admin.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}`);
  } catch (error) {
    await admin.end();
    throw error;
  }
  const url = databaseUrl(adminUrl, name);
  const pool = poolOf(url, 4);
  return {
    url,
    pool,
    kill: () => cutConnections(admin, name),
    restart: () => Promise.resolve(),
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await admin.query(`DROP DATABASE ${quoteIdentifier(name)} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/** Name of a migrated database to copy, made by whoever comes first. */
async function preparedTemplate(admin: Pool, adminUrl: string): Promise<string> {
  const template = `systole_template_${await schemaVersion()}`;
  const lockPool = poolOf(adminUrl, 1);
  try {
    // CREATE DATABASE cannot run in a transaction, so the lock is held by another connection's.
    await inTransaction(lockPool, async (lock) => {
      await lock.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [template]);
      const { rowCount } = await lock.query('SELECT FROM pg_database WHERE datname = $1', [template]);
      if (rowCount === 0) await makeTemplate(admin, adminUrl, template);
    });
  } finally {
    await lockPool.end();
  }
  return template;
}

async function makeTemplate(admin: Pool, adminUrl: string, template: string): Promise<void> {
  // Under its final name only when it is whole: an interrupted preparation is never copied.
  const unfinished = `${template}_unfinished`;
  await admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${unfinished} TEMPLATE template0`);
  const pool = poolOf(databaseUrl(adminUrl, unfinished), 1);
  try {
    await initialiseDatabase(pool, { logger: testLogger });
  } finally {
    await pool.end();
  }
  // A database with connections cannot be copied, and TimescaleDB's scheduler connects to every one that allows it.
  await admin.query(`ALTER DATABASE ${unfinished} ALLOW_CONNECTIONS false`);
  await cutConnections(admin, unfinished);
  await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

/** Ends every connection to a database and waits until each is gone. */
async function cutConnections(admin: Pool, database: string): Promise<void> {
  await admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [
    database,
  ]);
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function poolOf(url: string, connections: number): Pool {
  return createPool({ url, applicationName: 'test-kit', connections, logger: testLogger });
}
