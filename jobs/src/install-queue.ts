import type { Logger, Pool } from '@systole/service-kit';
import { runMigrations } from 'graphile-worker';
import { queueLogger } from './queue-logger.ts';

/**
 * Brings the queue's own schema, `graphile_worker`, to what this version of it needs. Its migrations commit one by one
 * and can be run by several at once; needs the rights of the database's owner.
 */
export async function installQueue(pool: Pool, logger: Logger): Promise<void> {
  await runMigrations({ pgPool: pool, logger: queueLogger(logger) });
}
