import { writeFile } from 'node:fs/promises';
import { dashboardFiles } from './dashboards/index.ts';
import { metricsPage } from './metrics-table.ts';

/** Writes what is generated from this room's code; tests compare it. */
for (const [name, text] of dashboardFiles()) {
  await writeFile(new URL(`../grafana/dashboards/${name}`, import.meta.url), text);
}
await writeFile(new URL('../../docs/metrics.md', import.meta.url), metricsPage());
