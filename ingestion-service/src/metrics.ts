import { datasets } from '@systole/catalog';
import type { Observer } from '@systole/etl';
import { updateMetrics, type Logger } from '@systole/service-kit';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const STATUSES = ['success', 'partial', 'failed', 'no_op'] as const;
const OUTCOMES = ['inserted', 'updated', 'unchanged', 'rejected'] as const;

/** Counts what pipelines report. Labels are bounded: datasets of the catalog, statuses, paths; never users. */
export function createIngestionMetrics(registry: Registry, logger: Logger): Observer {
  const registers = [registry];
  const runs = new Counter({
    name: 'systole_ingestion_runs_total',
    help: 'Finished pipeline runs.',
    labelNames: ['dataset', 'status'],
    registers,
  });
  const runDuration = new Histogram({
    name: 'systole_ingestion_run_duration_seconds',
    help: 'Wall time of a pipeline run.',
    labelNames: ['dataset'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1_800],
    registers,
  });
  const rows = new Counter({
    name: 'systole_ingestion_rows_total',
    help: 'Rows taken from sources, by what became of them.',
    labelNames: ['dataset', 'outcome'],
    registers,
  });
  const batches = new Counter({
    name: 'systole_ingestion_batches_total',
    help: 'Batches committed, by the way they went: append, merge, or fallback from the one to the other.',
    labelNames: ['dataset', 'path'],
    registers,
  });
  const requests = new Counter({
    name: 'systole_source_requests_total',
    help: 'Requests to sources, by HTTP status.',
    labelNames: ['status'],
    registers,
  });
  const quotaLeft = new Gauge({
    name: 'systole_source_quota_left_requests',
    help: 'Requests left in the quota of the source, as its last answer said.',
    registers,
  });
  const quotaLimit = new Gauge({
    name: 'systole_source_quota_limit_requests',
    help: 'Requests the quota of the source grants, as its last answer said.',
    registers,
  });
  const refreshDuration = new Histogram({
    name: 'systole_rollup_refresh_duration_seconds',
    help: 'Time to refresh all rollups of a dataset for the range a run touched.',
    labelNames: ['dataset'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
    registers,
  });
  // Prometheus sees no increase when a series appears with its first event, and so would miss the first failure.
  for (const dataset of datasets.keys()) {
    for (const status of STATUSES) runs.inc({ dataset, status }, 0);
    for (const outcome of OUTCOMES) rows.inc({ dataset, outcome }, 0);
  }
  return {
    onRun: (report) => {
      updateMetrics(logger, () => {
        const { dataset } = report;
        runs.inc({ dataset, status: report.status });
        runDuration.observe({ dataset }, report.seconds);
        for (const outcome of OUTCOMES) rows.inc({ dataset, outcome }, report[outcome]);
      });
    },
    onBatch: (dataset, { path }) => {
      updateMetrics(logger, () => {
        batches.inc({ dataset, path });
      });
    },
    onRequest: ({ status, quota }) => {
      updateMetrics(logger, () => {
        requests.inc({ status: String(status) });
        if (!quota) return;
        quotaLeft.set(quota.left);
        quotaLimit.set(quota.limit);
      });
    },
    onRefresh: (dataset, seconds) => {
      updateMetrics(logger, () => {
        refreshDuration.observe({ dataset }, seconds);
      });
    },
  };
}
