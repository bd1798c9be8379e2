import { apiPerformance } from './api-performance.ts';
import { containers } from './containers.ts';
import { database } from './database.ts';
import { heartRatePipeline } from './heart-rate-pipeline.ts';
import { host } from './host.ts';
import { runbookDashboard } from './runbook.ts';

/** Every dashboard as the text of its file, by the file's name in `grafana/dashboards/`. */
export function dashboardFiles(): ReadonlyMap<string, string> {
  const dashboards = [heartRatePipeline, apiPerformance, database, containers, host, runbookDashboard];
  return new Map(
    dashboards.map((dashboard) => [
      `${(dashboard.uid ?? '').replace(/^systole-/, '')}.json`,
      `${JSON.stringify(dashboard, undefined, 2)}\n`,
    ]),
  );
}
