import { datasets } from '@systole/catalog';
import { refreshHourlySummary } from './biometrics.ts';
import { closeDeadRuns } from './ledger/dead-runs.ts';
import { refreshTouched, type RefreshSettings } from './refresh.ts';

/** Brings every rollup up to date where runs died before they had refreshed what they had loaded. */
export async function repairRollups(settings: RefreshSettings): Promise<void> {
  await closeDeadRuns(settings.pool);
  for (const dataset of datasets.values()) await refreshTouched(dataset, undefined, settings);
  await refreshHourlySummary(settings);
}
