import { datasets } from '@systole/catalog';
import { createUserGauge, updateMetrics, type Logger, type Pool } from '@systole/service-kit';
import { Gauge, type Registry } from 'prom-client';
import { DataState } from './data-state.ts';

/**
 * Shows how fresh and whole the data is. It is the API that does so, and not the service that ingests: that one's
 * silence must not hide that data grows old.
 */
export function createDataGauges(registry: Registry, pool: Pool, logger: Logger): void {
  const state = new DataState(pool, logger);
  createUserGauge(registry, logger, {
    name: 'systole_data_freshness_seconds',
    help: 'Age of the newest reading.',
    combine: Math.max,
    read: () =>
      state.contents.users.map(({ userId, dataset, newest }) => ({
        userId,
        dataset,
        value: Date.now() / 1_000 - newest,
      })),
  });
  createUserGauge(registry, logger, {
    name: 'systole_data_gap_days',
    help: 'Days, from the first that was fetched until the day before yesterday, that were not fetched whole.',
    combine: (one, other) => one + other,
    read: () =>
      state.contents.users.map(({ userId, dataset, gapDays }) => ({ userId, dataset, value: gapDays })),
  });
  const staleAfter = new Gauge({
    name: 'systole_data_stale_after_seconds',
    help: 'Age of the newest reading from which on a dataset counts as stale, as the catalog declares it.',
    labelNames: ['dataset'],
    registers: [registry],
  });
  for (const { key, staleAfterHours } of datasets.values()) {
    staleAfter.set({ dataset: key }, staleAfterHours * 3_600);
  }
  new Gauge({
    name: 'systole_rollup_lag_seconds',
    help: 'How long loaded rows have been waiting to get into the rollups; 0: none wait.',
    labelNames: ['dataset'],
    registers: [registry],
    collect() {
      updateMetrics(logger, () => {
        const { unrefreshedSince } = state.contents;
        for (const { key, rollups } of datasets.values()) {
          if (rollups.length === 0) continue;
          const since = unrefreshedSince.get(key);
          this.set({ dataset: key }, since === undefined ? 0 : Math.max(0, Date.now() / 1_000 - since));
        }
      });
    },
  });
}
