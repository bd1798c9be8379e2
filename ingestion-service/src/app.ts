import { createOperationsApp, type Pool } from '@systole/service-kit';
import type { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { Ingestion } from './ingestion.ts';

export interface AppParts {
  readonly pool: Pool;
  readonly registry: Registry;
  /** undefined until the database has answered for the first time. */
  readonly ingestion: () => Ingestion | undefined;
}

/** `/health`, `/metrics`, and `POST /run`, which starts a round without waiting for its end. */
export function createApp({ pool, registry, ingestion }: AppParts): Hono {
  const checks = [
    {
      name: 'database',
      check: async () => ({ connections: (await pool.query('SELECT 1'), pool.totalCount) }),
    },
    {
      name: 'ingestion',
      check: () =>
        Promise.resolve({ running: ingestion()?.isRunning ?? false, last: ingestion()?.last ?? null }),
    },
  ];
  return createOperationsApp(checks, registry).post('/run', (c) => {
    const service = ingestion();
    if (!service) return c.json({ status: 'waiting for the database' }, 503);
    const wasRunning = service.isRunning;
    void service.run('manual');
    return c.json({ status: wasRunning ? 'queued' : 'started' }, 202);
  });
}
