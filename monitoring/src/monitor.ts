import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createLogger,
  createRegistry,
  listen,
  readConfiguration,
  runService,
  variable,
} from '@systole/service-kit';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { createAlertLog } from './alert-log/app.ts';
import { startStack } from './stack/stack.ts';

/** `make monitor`: watches a running `make up` with Debian's packages, without Docker. */
const ROOM = fileURLToPath(new URL('..', import.meta.url));
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const configurationSchema = z.object({
  PROMETHEUS_PORT: variable.port(9_090),
  ALERTMANAGER_PORT: variable.port(9_093),
  NODE_EXPORTER_PORT: variable.port(9_100),
  POSTGRES_EXPORTER_PORT: variable.port(9_187),
  ALERT_LOG_PORT: variable.port(9_095),
  /** Set: alerts are posted there, and not logged here. */
  ALERT_WEBHOOK_URL: z.string().optional(),
  // As `systole up` takes them.
  API_PORT: variable.port(8_000),
  CLIENT_PORT: variable.port(3_000),
  SIMULATOR_PORT: variable.port(8_090),
  INGESTION_USER1_PORT: variable.port(9_101),
  INGESTION_USER2_PORT: variable.port(9_102),
  WORKER_PORT: variable.port(9_103),
  GOOGLE_REFRESH_TOKEN: z.string().optional(),
  USER_ID: z.string().optional(),
  USER_IDS: z.string().optional(),
  DATABASE_URL: variable.databaseUrl().optional(),
  DATABASE_PORT: variable.port(54_320),
  DATABASE_PASSWORD: z.string().optional(),
  LOG_LEVEL: variable.logLevel(),
});

const environmentFile = join(PROJECT, '.env');
if (existsSync(environmentFile)) process.loadEnvFile(environmentFile);

await runService(async ({ onClose }) => {
  const configuration = readConfiguration(configurationSchema);
  const logger = createLogger({ service: 'monitor', level: configuration.LOG_LEVEL, format: 'pretty' });
  const alertLog = await listen(createAlertLog(logger, createRegistry('alert-log', packageJson.version)), {
    host: '127.0.0.1',
    port: configuration.ALERT_LOG_PORT,
    portVariable: 'ALERT_LOG_PORT',
  });
  onClose('the alert log', () => alertLog.close());

  const password = configuration.DATABASE_PASSWORD;
  const credentials = password === undefined ? 'systole' : `systole:${encodeURIComponent(password)}`;
  const stack = await startStack({
    configuration: ROOM,
    directory: join(PROJECT, 'data/monitoring'),
    ports: {
      prometheus: configuration.PROMETHEUS_PORT,
      alertmanager: configuration.ALERTMANAGER_PORT,
      nodeExporter: configuration.NODE_EXPORTER_PORT,
      postgresExporter: configuration.POSTGRES_EXPORTER_PORT,
    },
    databaseUrl:
      configuration.DATABASE_URL ??
      `postgres://${credentials}@127.0.0.1:${configuration.DATABASE_PORT}/systole`,
    webhookUrl: configuration.ALERT_WEBHOOK_URL ?? `${alertLog.url}/alerts`,
    services: {
      api: local(configuration.API_PORT),
      ...ingestionTargets(configuration),
      client: local(configuration.CLIENT_PORT),
      'alert-log': local(configuration.ALERT_LOG_PORT),
    },
    logger,
  });
  onClose('the monitoring', async () => {
    await stack[Symbol.asyncDispose]();
  });
  logger.info('alerts are logged here; Ctrl-C stops the monitoring', {
    prometheus: `http://127.0.0.1:${configuration.PROMETHEUS_PORT}/alerts`,
  });
  return logger;
});

function local(...ports: number[]): string[] {
  return ports.map((port) => `127.0.0.1:${port}`);
}

/** What `systole up` fetches with: from the simulator, or from the real source where there are credentials for it. */
function ingestionTargets(configuration: z.infer<typeof configurationSchema>) {
  const { INGESTION_USER1_PORT, INGESTION_USER2_PORT, WORKER_PORT, SIMULATOR_PORT } = configuration;
  if (configuration.GOOGLE_REFRESH_TOKEN === undefined) {
    return {
      ingestion: local(INGESTION_USER1_PORT, INGESTION_USER2_PORT, WORKER_PORT),
      simulator: local(SIMULATOR_PORT),
    };
  }
  const namesUsers = (configuration.USER_ID ?? configuration.USER_IDS) !== undefined;
  return { ingestion: local(...(namesUsers ? [INGESTION_USER1_PORT] : []), WORKER_PORT), simulator: [] };
}
