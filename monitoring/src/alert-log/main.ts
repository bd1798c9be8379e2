import {
  createLogger,
  createRegistry,
  listen,
  readConfiguration,
  runService,
  variable,
} from '@systole/service-kit';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { createAlertLog } from './app.ts';

const configurationSchema = z.object({
  ALERT_LOG_HOST: variable.host(),
  ALERT_LOG_PORT: variable.port(9_095),
  LOG_LEVEL: variable.logLevel(),
  LOG_FORMAT: variable.logFormat(),
});

await runService(async ({ onClose }) => {
  const configuration = readConfiguration(configurationSchema);
  const logger = createLogger({
    service: 'alert-log',
    level: configuration.LOG_LEVEL,
    format: configuration.LOG_FORMAT,
  });
  const app = createAlertLog(logger, createRegistry('alert-log', packageJson.version));
  const listening = await listen(app, {
    host: configuration.ALERT_LOG_HOST,
    port: configuration.ALERT_LOG_PORT,
    portVariable: 'ALERT_LOG_PORT',
  });
  onClose('the HTTP server', () => listening.close());
  logger.info('alerts are logged here', { url: `${listening.url}/alerts` });
  return logger;
});
