import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SystoleError, type PoolClient } from '@systole/service-kit';

export interface Migration {
  /** File name, `NNNN-name.sql`: migrations are applied in the order of their names. */
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/**
 * Reads every migration of a directory, in the order in which they are applied.
 * @throws {SystoleError} terminal, if a file there is not named like a migration: it would silently never be applied.
 */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).sort();
  const stray = names.find((name) => !/^\d{4}-[a-z0-9-]+\.sql$/.test(name));
  if (stray !== undefined) {
    throw new SystoleError(
      'terminal',
      `${join(directory, stray)} is not named like a migration, NNNN-name.sql in lower case.`,
    );
  }
  return Promise.all(
    names.map(async (name) => {
      // Git may give the same file other line endings on another machine; it is no edit.
      const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies the migrations that the ledger `ops.migrations` does not have yet, and gives their names. Must run in the
 * transaction that holds the lock of {@link initialiseDatabase}: the ledger is read and written under it.
 * @throws {SystoleError} terminal, if an applied migration was edited, removed or overtaken, or if one fails.
 */
export async function applyMigrations(
  client: PoolClient,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS ops;
    CREATE TABLE IF NOT EXISTS ops.migrations (
      name       text PRIMARY KEY,
      sha256     text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  const { rows: ledger } = await client.query<{ name: string; sha256: string }>(
    'SELECT name, sha256 FROM ops.migrations ORDER BY name COLLATE "C"',
  );
  // What has been applied must be the beginning of what there is, else two databases could differ for ever.
  for (const [index, { name, sha256 }] of ledger.entries()) {
    const migration = migrations[index];
    if (!migrations.some((other) => other.name === name)) {
      throw new SystoleError(
        'terminal',
        `Migration ${name} was applied to this database, but its file is gone. Bring the file back, or run the version of Systole that has it.`,
      );
    }
    if (migration?.name !== name) {
      throw new SystoleError(
        'terminal',
        `Migration ${migration?.name ?? ''} comes before ${name}, which is applied already. Give it a higher number.`,
      );
    }
    if (migration.sha256 !== sha256) {
      throw new SystoleError(
        'terminal',
        `Migration ${name} was edited after it had been applied to this database. Undo the edit and write a further migration instead.`,
      );
    }
  }
  const pending = migrations.slice(ledger.length);
  for (const migration of pending) await apply(client, migration);
  return pending.map(({ name }) => name);
}

async function apply(client: PoolClient, { name, sql, sha256 }: Migration): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    // The server counts characters; people count lines.
    const position = error instanceof Error && 'position' in error ? Number(error.position) : NaN;
    const line = Number.isNaN(position) ? '' : ` in line ${sql.slice(0, position).split('\n').length}`;
    throw new Error(`Migration ${name} failed${line}; nothing of it was kept`, { cause: error });
  }
  await client.query('INSERT INTO ops.migrations (name, sha256) VALUES ($1, $2)', [name, sha256]);
}
