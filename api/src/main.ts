import { acceptedRanges } from '@systole/etl';
import {
  createLogger,
  createPool,
  createRegistry,
  listen,
  readConfiguration,
  runService,
  waitForDatabase,
} from '@systole/service-kit';
import { createApp } from './app.ts';
import { configurationSchema } from './configuration.ts';
import { VERSION } from './version.ts';

await runService(async ({ signal, onClose }) => {
  const configuration = readConfiguration(configurationSchema);
  const logger = createLogger({
    service: 'api',
    level: configuration.LOG_LEVEL,
    format: configuration.LOG_FORMAT,
  });
  const pool = createPool({
    url: configuration.DATABASE_URL,
    applicationName: 'systole-api',
    connections: configuration.POOL_SIZE,
    statementTimeoutMs: configuration.STATEMENT_TIMEOUT_SECONDS * 1_000,
    logger,
  });
  onClose('the database pool', () => pool.end());
  const app = createApp({
    pool,
    logger,
    registry: createRegistry('api', VERSION),
    corsOrigins: configuration.CORS_ORIGINS,
    uploads: {
      rawDirectory: configuration.RAW_DIRECTORY,
      largestBytes: configuration.UPLOAD_LIMIT_MB * 1_048_576,
      bookingYearsAhead: configuration.BOOKING_YEARS_AHEAD,
    },
    acceptedRanges: acceptedRanges(configuration),
  });
  // Before the database answers, so that /health can say that it does not.
  const server = await listen(app, {
    host: configuration.API_HOST,
    port: configuration.API_PORT,
    portVariable: 'API_PORT',
  });
  onClose('the server', () => server.close());
  await waitForDatabase(pool, logger, { signal });
  logger.info(`listening on ${server.url}`);
  return logger;
});
