import type { JobWorker } from '@systole/jobs';
import { createOperationsApp, type Pool } from '@systole/service-kit';
import type { Hono } from 'hono';
import type { Registry } from 'prom-client';

/** What works here, once the database has answered for the first time. */
export interface Working {
  readonly worker: JobWorker;
  /** Has the data of this process's users fetched, and says whether something else goes on before. */
  readonly requestIngestion: (requestedBy: string) => Promise<'started' | 'queued'>;
}

export interface AppParts {
  readonly pool: Pool;
  readonly registry: Registry;
  /** undefined until the database has answered for the first time. */
  readonly working: () => Working | undefined;
}

/** `/health`, `/metrics`, and `POST /run`, which has the users' data fetched without waiting for its end. */
export function createApp({ pool, registry, working }: AppParts): Hono {
  const checks = [
    {
      name: 'database',
      check: async () => ({ connections: (await pool.query('SELECT 1'), pool.totalCount) }),
    },
    {
      name: 'jobs',
      check: () => {
        const worker = working()?.worker;
        return Promise.resolve({ running: worker?.running ?? [], last: worker?.last ?? null });
      },
    },
  ];
  return createOperationsApp(checks, registry).post('/run', async (c) => {
    const status = await working()?.requestIngestion('POST /run');
    return status === undefined
      ? c.json({ status: 'waiting for the database' }, 503)
      : c.json({ status }, 202);
  });
}
