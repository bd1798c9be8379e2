import {
  createLogger,
  createPool,
  readConfiguration,
  retryTransient,
  runJob,
  variable,
  waitForDatabase,
} from '@systole/service-kit';
import { z } from 'zod';
import { initialiseDatabase } from './initialise-database.ts';

const configurationSchema = z.object({
  DATABASE_URL: variable.databaseUrl(),
  /** Age in days at which raw readings are dropped; 0 keeps them for ever. */
  RETENTION_DAYS: variable.wholeNumber(0, 36_500).default(0),
  /** Passwords of the roles that services log in with; a role without one is not made. */
  WRITER_PASSWORD: z.string().optional(),
  API_PASSWORD: z.string().optional(),
  READER_PASSWORD: z.string().optional(),
  MONITOR_PASSWORD: z.string().optional(),
  LOG_LEVEL: variable.logLevel(),
  LOG_FORMAT: variable.logFormat(),
});

await runJob(async ({ signal, onClose }) => {
  const configuration = readConfiguration(configurationSchema);
  const logger = createLogger({
    service: 'db-init-service',
    level: configuration.LOG_LEVEL,
    format: configuration.LOG_FORMAT,
  });
  const pool = createPool({
    url: configuration.DATABASE_URL,
    applicationName: 'db-init-service',
    connections: 1,
    logger,
  });
  onClose('the database pool', () => pool.end());

  await waitForDatabase(pool, logger, { signal });
  // One transaction, so after a lost connection it can be tried again whole.
  await retryTransient(
    'initialising the database',
    () =>
      initialiseDatabase(pool, {
        logger,
        retentionDays: configuration.RETENTION_DAYS,
        rolePasswords: {
          writer: configuration.WRITER_PASSWORD,
          api: configuration.API_PASSWORD,
          reader: configuration.READER_PASSWORD,
          monitor: configuration.MONITOR_PASSWORD,
        },
      }),
    { retries: 5, firstDelayMs: 500, longestDelayMs: 10_000, logger, signal },
  );
});
