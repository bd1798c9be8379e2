import { finished, Readable, Writable } from 'node:stream';
import type { PoolClient } from 'pg';
import { Histogram } from 'prom-client';

/** Of the process: all its pools together. */
export const queryDuration = new Histogram({
  name: 'systole_database_query_duration_seconds',
  help: 'Time from sending a statement to the database until its answer was complete, by whether it succeeded.',
  labelNames: ['outcome'],
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
  registers: [],
});

type Query = (...parameters: unknown[]) => unknown;

/**
 * Has every statement of a connection timed. It is done on the connection, since that is where statements of pools and
 * of transactions both come together; pg itself reports none.
 */
export function timeQueries(client: PoolClient): void {
  const query = client.query.bind(client) as Query;
  client.query = ((...parameters: unknown[]) => {
    const begun = performance.now();
    const ended = (error?: unknown) => {
      queryDuration.observe({ outcome: error ? 'error' : 'success' }, (performance.now() - begun) / 1_000);
    };
    const callback = parameters.at(-1);
    if (typeof callback === 'function') {
      return query(...parameters.slice(0, -1), (error: unknown, ...results: unknown[]) => {
        ended(error);
        (callback as Query)(error, ...results);
      });
    }
    const result = query(...parameters);
    // COPY in and out are streams; everything else is awaited.
    if (result instanceof Readable || result instanceof Writable) finished(result, ended);
    else if (result instanceof Promise)
      result.then(() => {
        ended();
      }, ended);
    return result;
  }) as PoolClient['query'];
}
