import { createLogger, createOperationsApp, createRegistry, listen, runService } from '@systole/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import { createSimulator } from './app.ts';
import { readSimulatorConfiguration } from './configuration.ts';

await runService(async ({ onClose }) => {
  const configuration = readSimulatorConfiguration();
  const { users } = configuration;
  const logger = createLogger({
    service: 'simulator',
    level: configuration.LOG_LEVEL,
    format: configuration.LOG_FORMAT,
  });
  const registry = createRegistry('simulator', packageJson.version);
  const { app } = createSimulator({
    users,
    clientId: configuration.SIMULATOR_CLIENT_ID,
    clientSecret: configuration.SIMULATOR_CLIENT_SECRET,
    quotaPerMinute: configuration.QUOTA_REQUESTS_PER_MINUTE,
    accessTokenSeconds: configuration.ACCESS_TOKEN_SECONDS,
    faultsEnabled: configuration.SIMULATOR_FAULTS,
    registry,
  });
  const checks = [{ name: 'users', check: () => Promise.resolve({ count: users.length }) }];
  app.route('/', createOperationsApp(checks, registry));
  const listening = await listen(app, {
    host: configuration.SIMULATOR_HOST,
    port: configuration.SIMULATOR_PORT,
    portVariable: 'SIMULATOR_PORT',
  });
  onClose('the HTTP server', () => listening.close());
  logger.info('the simulator answers', {
    url: listening.url,
    users: users.map(({ id }) => id).join(','),
    faults: configuration.SIMULATOR_FAULTS,
  });
  return logger;
});
