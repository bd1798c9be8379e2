import type { Logger } from '@systole/service-kit';
import { Logger as QueueLogger } from 'graphile-worker';

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;

/**
 * What the queue has to say, in our log. Its news that a task is done is of no interest: the ledger says what became of
 * the run.
 */
export function queueLogger(logger: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    logger[LEVELS[level]](`queue: ${message}`);
  });
}
