import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { describeError, type Logger } from './logger.ts';
import { queryDuration } from './query-timing.ts';
import { retries } from './retry.ts';

/** Of the process, whatever its registry: a metric that cannot be updated has nowhere else to say so. */
const failures = new Counter({
  name: 'systole_metric_failures_total',
  help: 'Updates of metrics that failed; what they measure went on.',
  registers: [],
});

/**
 * A registry with what every service has: the process's own metrics, `systole_build_info`, retries, and the time
 * database queries take. Every further metric of the service joins it.
 */
export function createRegistry(service: string, version: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'systole_build_info',
    help: 'Always 1; the labels say which version of Systole and of Node runs.',
    labelNames: ['version', 'node_version'],
    registers: [registry],
  }).set({ version, node_version: process.version }, 1);
  registry.registerMetric(failures);
  registry.registerMetric(retries);
  registry.registerMetric(queryDuration);
  return registry;
}

/** Runs an update of metrics. One that throws is counted and logged, and never breaks what it measures. */
export function updateMetrics(logger: Logger, update: () => void): void {
  try {
    update();
  } catch (error) {
    metricsFailed(logger, error);
  }
}

/** Counts and logs that metrics could not be brought up to date. */
export function metricsFailed(logger: Logger, error: unknown): void {
  failures.inc();
  logger.warn('a metric could not be updated', { error: describeError(error) });
}
