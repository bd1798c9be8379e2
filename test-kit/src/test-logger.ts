import { createLogger, type Logger } from '@systole/service-kit';

/** Silent, unless SYSTOLE_TEST_LOG is set: then everything from `debug` up, for whoever looks into a failing test. */
export const testLogger: Logger = createLogger({ service: 'test', level: 'debug', format: 'pretty' });
testLogger.silent = !process.env['SYSTOLE_TEST_LOG'];
