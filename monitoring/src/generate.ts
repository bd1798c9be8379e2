import { writeFile } from 'node:fs/promises';
import { dashboardFiles } from './dashboards/index.ts';

/** Writes what is generated in this room; tests compare it. */
for (const [name, text] of await dashboardFiles()) {
  await writeFile(new URL(`../grafana/dashboards/${name}`, import.meta.url), text);
}
