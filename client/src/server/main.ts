import { createLogger, createRegistry, listen, readConfiguration, runService } from '@systole/service-kit';
import packageJson from '../../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { configurationSchema } from './configuration.ts';
import { loadStaticFiles } from './static-files.ts';

await runService(async ({ onClose }) => {
  const configuration = readConfiguration(configurationSchema);
  const logger = createLogger({
    service: 'client',
    level: configuration.LOG_LEVEL,
    format: configuration.LOG_FORMAT,
  });
  const app = createApp({
    files: await loadStaticFiles(new URL('../../dist/', import.meta.url)),
    apiUrl: configuration.API_URL,
    registry: createRegistry('client', packageJson.version),
    logger,
  });
  const server = await listen(app, {
    host: configuration.CLIENT_HOST,
    port: configuration.CLIENT_PORT,
    portVariable: 'CLIENT_PORT',
  });
  onClose('the server', () => server.close());
  logger.info('the dashboard is served', { url: server.url, api: configuration.API_URL });
  return logger;
});
