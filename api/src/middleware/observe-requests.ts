import type { ServerResponse } from 'node:http';
import { updateMetrics, type Logger } from '@systole/service-kit';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ApiEnv } from '../router.ts';

/** A request that takes longer to be answered is logged as slow. */
const SLOW_SECONDS = 1;

const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);
const LABELS = ['method', 'route', 'status'] as const;

/** Counts, times and logs every request. Labels are bounded: unknown paths and methods are one each. */
export function observeRequests(registry: Registry, logger: Logger) {
  const registers = [registry];
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests answered.',
    labelNames: LABELS,
    registers,
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request until its answer was begun.',
    labelNames: LABELS,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const inFlight = new Gauge({
    name: 'http_requests_in_flight',
    help: 'Requests whose answer has not been sent whole.',
    registers,
  });
  const size = new Histogram({
    name: 'http_response_size_bytes',
    help: 'Bytes sent for an answer: head and body, as compressed.',
    labelNames: LABELS,
    buckets: [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 268_435_456],
    registers,
  });

  return createMiddleware<ApiEnv>(async (c, next) => {
    const begun = performance.now();
    const sent = countSentBytes(c);
    updateMetrics(logger, () => {
      inFlight.inc();
    });
    // Registered before the answer is made, since a client may go away before.
    let labels = { method: 'GET', route: 'unmatched', status: '499' };
    sent.onEnd((bytes) => {
      updateMetrics(logger, () => {
        inFlight.dec();
        requests.inc(labels);
        size.observe(labels, bytes);
      });
    });
    await next();
    labels = {
      method: METHODS.has(c.req.method) ? c.req.method : 'other',
      route: routeOf(c),
      status: String(c.res.status),
    };
    const seconds = (performance.now() - begun) / 1_000;
    updateMetrics(logger, () => {
      duration.observe(labels, seconds);
    });
    const isSlow = seconds > SLOW_SECONDS;
    logger.log(isSlow ? 'warn' : 'debug', isSlow ? 'slow request' : 'request', {
      requestId: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(seconds * 1_000),
    });
    sent.answerMade();
  });
}

function routeOf(c: Context): string {
  const route = routePath(c, -1);
  return route.endsWith('*') ? 'unmatched' : route;
}

interface SentBytes {
  onEnd: (callback: (bytes: number) => void) => void;
  answerMade: () => void;
}

/** Over a socket an answer ends when it has been sent or given up; without one, as in tests, when it is made. */
function countSentBytes(c: Context): SentBytes {
  const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse };
  const socket = outgoing?.socket;
  if (!socket) {
    let ended: ((bytes: number) => void) | undefined;
    return { onEnd: (callback) => (ended = callback), answerMade: () => ended?.(0) };
  }
  const before = socket.bytesWritten;
  return {
    onEnd: (callback) =>
      outgoing.once('close', () => {
        callback(socket.bytesWritten - before);
      }),
    answerMade: () => undefined,
  };
}
