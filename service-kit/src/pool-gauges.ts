import { Gauge, type Registry } from 'prom-client';
import type { Pool } from './postgres.ts';

/** Shows how busy a pool is. */
export function createPoolGauges(registry: Registry, pool: Pool): void {
  new Gauge({
    name: 'systole_database_pool_connections',
    help: 'Connections of the pool by state; waiting: requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  new Gauge({
    name: 'systole_database_pool_limit_connections',
    help: 'Connections the pool may open.',
    registers: [registry],
  }).set(pool.options.max);
}
