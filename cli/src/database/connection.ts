import type { PipelineContext } from '@systole/etl';
import {
  createLogger,
  createPool,
  describeError,
  detectServerFeatures,
  failureKind,
  readConfiguration,
  retryTransient,
  variable,
  type Logger,
  type Pool,
  type ServerFeatures,
} from '@systole/service-kit';
import { z } from 'zod';
import { databaseUrl } from './database-url.ts';

const CONNECTIONS = 4;
/** 0.25, 0.5, 1, 2 seconds, with jitter: a database that is just starting is waited for. */
const RETRIES = { retries: 4, firstDelayMs: 250, longestDelayMs: 2_000 } as const;

/** SQLSTATE of a table, a schema or a column that does not exist. */
const NO_SUCH_OBJECT = ['42P01', '3F000', '42703'];

export type Database = Pick<PipelineContext, 'pool' | 'features' | 'logger'>;

/**
 * Connects to the database of DATABASE_URL, or else to the embedded one, does the work and disconnects.
 * @throws {Error} saying what to do where no database answers, or it is not one of Systole's
 */
export async function withDatabase<Result>(work: (database: Database) => Promise<Result>): Promise<Result> {
  const { DATABASE_URL: url } = readConfiguration(
    z.object({ DATABASE_URL: variable.databaseUrl().default(databaseUrl()) }),
  );
  const logger = createCommandLogger();
  const pool = createPool({ url, applicationName: 'systole', connections: CONNECTIONS, logger });
  const place = new URL(url).host;
  try {
    const features = await connect(pool, logger, place);
    return await work({ pool, features, logger });
  } catch (error) {
    throw explain(error, place);
  } finally {
    await pool.end();
  }
}

/** For work that asks a database nothing: what it is given is never connected. */
export async function withoutDatabase<Result>(
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const logger = createCommandLogger();
  const pool = createPool({ url: databaseUrl(), applicationName: 'systole', connections: 1, logger });
  const features = { embedded: false, refreshOptions: false, timescaledbVersion: 'not connected' };
  try {
    return await work({ pool, features, logger });
  } finally {
    await pool.end();
  }
}

function createCommandLogger(): Logger {
  return createLogger({ service: 'cli', level: 'warn', format: 'pretty', stream: 'stderr' });
}

async function connect(pool: Pool, logger: Logger, place: string): Promise<ServerFeatures> {
  // What is tried is said once, and what came of it at the end; the attempts themselves are nobody's business.
  logger.silent = true;
  const features = await retryTransient(
    'connecting',
    async (attempt) => {
      if (attempt === 2) process.stderr.write(`Waiting for the database at ${place} …\n`);
      return detectServerFeatures(pool);
    },
    { ...RETRIES, logger },
  );
  logger.silent = false;
  return features;
}

function explain(error: unknown, place: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NO_SUCH_OBJECT.includes(code)) {
    return new Error(
      `The database at ${place} has not the tables of this version of Systole. \`make up\` makes them; ` +
        'for a server of your own, db-init-service does.',
      { cause: error },
    );
  }
  if (failureKind(error) !== 'transient') return error;
  return new Error(
    `The database at ${place} does not answer (${describeError(error)}).\n` +
      'Start it with `make up`, or set DATABASE_URL.',
  );
}
