import pg from 'pg';
import type { Logger } from './logger.ts';
import { timeQueries } from './query-timing.ts';
import { retryTransient } from './retry.ts';

export type Pool = pg.Pool;
export type PoolClient = pg.PoolClient;

export interface PoolSettings {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly connections: number;
  /** Ends statements that run longer, in milliseconds; not set: no limit. The embedded database ignores it. */
  readonly statementTimeoutMs?: number;
  readonly logger: Logger;
}

const INT8_OID = 20;

/** bigint as number: counts and ids stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): unknown =>
    (oid as number) === INT8_OID ? Number : pg.types.getTypeParser(oid, format),
};

/** A connection pool that survives the loss of idle connections, with bigint as number. */
export function createPool({
  url,
  applicationName,
  connections,
  statementTimeoutMs,
  logger,
}: PoolSettings): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: connections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types,
    ...(statementTimeoutMs === undefined ? {} : { statement_timeout: statementTimeoutMs }),
  });
  // Without a listener a connection that the server ends would end the process: an idle one by the pool's own event, …
  pool.on('error', (error) => logger.warn('an idle database connection was lost', { error }));
  pool.on('connect', (client) => {
    // … and one in use by its client's, besides the error that its statement gets.
    client.on('error', () => undefined);
    timeQueries(client);
  });
  return pool;
}

/** Waits until the database answers, saying so in the log; gives up only when `signal` aborts or after `retries`. */
export async function waitForDatabase(
  pool: Pool,
  logger: Logger,
  { signal, retries = Infinity }: { signal?: AbortSignal; retries?: number } = {},
): Promise<void> {
  await retryTransient('connecting to the database', () => pool.query('SELECT 1'), {
    operation: 'connect',
    retries,
    firstDelayMs: 250,
    longestDelayMs: 10_000,
    logger,
    signal,
  });
}

/** Runs `work` in one transaction on one connection; a connection in doubt is not given back to the pool. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Doubles the quotes of an SQL identifier; for names from the catalog only, never for what a user sends. */
export function quoteIdentifier(name: string): string {
  return pg.escapeIdentifier(name);
}
