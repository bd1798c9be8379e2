import { updateMetrics, type Logger } from '@systole/service-kit';
import { createMiddleware } from 'hono/factory';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts and times requests by what they are for. */
export function observeRequests(registry: Registry, logger: Logger) {
  const labelNames = ['target', 'status'] as const;
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request until its answer was begun.',
    labelNames,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  return createMiddleware(async (c, next) => {
    const begun = performance.now();
    await next();
    const labels = { target: targetOf(c.req.path), status: String(c.res.status) };
    const seconds = (performance.now() - begun) / 1_000;
    updateMetrics(logger, () => {
      requests.inc(labels);
      duration.observe(labels, seconds);
    });
  });
}

function targetOf(path: string): 'api' | 'operations' | 'asset' | 'page' {
  if (path.startsWith('/api/')) return 'api';
  if (path === '/metrics' || path.startsWith('/health')) return 'operations';
  return path.startsWith('/assets/') ? 'asset' : 'page';
}
