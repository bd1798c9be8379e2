import { createLogger, readConfiguration, runService, variable } from '@systole/service-kit';
import { z } from 'zod';
import { startEmbeddedDatabase } from './server.ts';

const schema = z.object({
  DATABASE_DIRECTORY: z.string().default('data/embedded'),
  DATABASE_HOST: variable.host(),
  DATABASE_PORT: variable.port(54_320),
  DATABASE_PASSWORD: z.string().optional(),
  DATABASE_IDLE_TRANSACTION_SECONDS: variable.wholeNumber(1, 86_400).default(60),
  LOG_LEVEL: variable.logLevel(),
  LOG_FORMAT: variable.logFormat(),
});

await runService(async ({ onClose }) => {
  const configuration = readConfiguration(schema);
  const logger = createLogger({
    service: 'embedded-database',
    level: configuration.LOG_LEVEL,
    format: configuration.LOG_FORMAT,
  });
  const { DATABASE_PASSWORD: password } = configuration;
  const database = await startEmbeddedDatabase({
    dataDirectory: configuration.DATABASE_DIRECTORY,
    host: configuration.DATABASE_HOST,
    port: configuration.DATABASE_PORT,
    ...(password === undefined ? {} : { password }),
    idleTransactionMs: configuration.DATABASE_IDLE_TRANSACTION_SECONDS * 1_000,
    logger,
  });
  onClose('the embedded database', database.stop);
  logger.info('the embedded database accepts connections', {
    host: configuration.DATABASE_HOST,
    port: database.port,
    directory: configuration.DATABASE_DIRECTORY,
    password: password === undefined ? 'none' : 'required',
  });
  // A process that forked this one is told the port.
  process.send?.({ port: database.port });
  return logger;
});
