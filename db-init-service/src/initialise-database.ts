import { fileURLToPath } from 'node:url';
import { datasets } from '@systole/catalog';
import { installQueue } from '@systole/jobs';
import { inTransaction, type Logger, type Pool, type PoolClient } from '@systole/service-kit';
import { datasetObjects } from './dataset-objects.ts';
import { checkDeclaredColumns } from './declared-columns.ts';
import { applyMigrations, readMigrations } from './migrations.ts';
import { makeRoles, type RolePasswords } from './roles.ts';
import { enableStatementStatistics } from './statement-statistics.ts';
import { ensureTimescaledb } from './timescaledb.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations/', import.meta.url));

export interface InitialisationSettings {
  readonly logger: Logger;
  /** Age in days at which raw readings are dropped; 0, the default, keeps them for ever and removes the policy. */
  readonly retentionDays?: number;
  /** Roles to make and grant; none when not given. */
  readonly rolePasswords?: RolePasswords;
}

export interface Initialisation {
  /** What was done, in order: names of migrations, then of objects. Empty where the database was up to date. */
  readonly applied: readonly string[];
}

/**
 * Brings a database to the state that the migrations and the catalog declare, in one transaction: it is done whole
 * or not at all, and a second run changes nothing. Several at once wait for one another. The schema of the queue goes
 * before, by the queue's own migrations.
 * @throws {SystoleError} terminal, if TimescaleDB is not usable, a migration was tampered with, or a table's columns
 * are not as declared.
 */
export async function initialiseDatabase(
  pool: Pool,
  { logger, retentionDays = 0, rolePasswords = {} }: InitialisationSettings,
): Promise<Initialisation> {
  const migrations = await readMigrations(MIGRATIONS);
  await installQueue(pool, logger);
  const applied = await inTransaction(pool, async (client) => {
    // Must come first, so that the ledger is read only after a concurrent run has committed. A transaction-level lock,
    // since connections to the embedded database share one session.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('systole.initialise-database', 0))`);
    await ensureTimescaledb(client);
    const names = await applyMigrations(client, migrations);
    const made = await makeDatasetObjects(client, retentionDays);
    await checkDeclaredColumns(client, [...datasets.values()]);
    const statistics = await enableStatementStatistics(client);
    const roles = await makeRoles(client, rolePasswords);
    return [...names, ...made, ...statistics, ...roles];
  });
  logger.info(applied.length === 0 ? 'the database is up to date' : 'the database is initialised', {
    applied,
  });
  return { applied };
}

async function makeDatasetObjects(client: PoolClient, retentionDays: number): Promise<readonly string[]> {
  const made: string[] = [];
  for (const dataset of datasets.values()) {
    for (const { name, isThere, make } of datasetObjects(dataset, retentionDays)) {
      const { rows } = await client.query<{ there: boolean }>(`SELECT ${isThere} AS there`);
      if (rows[0]?.there === true) continue;
      for (const statement of make) await client.query(statement);
      made.push(name);
    }
  }
  return made;
}
