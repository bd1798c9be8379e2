import { createOperationsApp, describeError, type Logger } from '@systole/service-kit';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Registry } from 'prom-client';
import { passOn } from './api-proxy.ts';
import { observeRequests } from './observe-requests.ts';
import { securityHeaders } from './security-headers.ts';
import { serveFile, type StaticFiles } from './static-files.ts';

export interface AppSettings {
  readonly files: StaticFiles;
  /** Origin of the API, without a slash at the end. */
  readonly apiUrl: string;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** The server of the dashboard: its files, the API on the same origin, `/health` and `/metrics`. */
export function createApp({ files, apiUrl, registry, logger }: AppSettings): Hono {
  const app = new Hono();
  app.use(observeRequests(registry, logger), securityHeaders);
  app.onError((error, c) => {
    logger.error('a request failed', { path: c.req.path, error: describeError(error) });
    return c.text('Something went wrong.', 500);
  });
  app.route('/', createOperationsApp([apiCheck(apiUrl)], registry));
  app.use('/api/*', compress({ encoding: 'gzip' }));
  app.all('/api/*', (c) => passOn(c.req.raw, apiUrl, logger));
  app.on(['GET', 'HEAD'], '/*', (c) => serveFile(files, c));
  app.all('/*', (c) => c.text('Only GET and HEAD are understood here.', 405, { allow: 'GET, HEAD' }));
  return app;
}

/** Well when the API is: without it the dashboard shows nothing. */
function apiCheck(apiUrl: string) {
  return {
    name: 'api',
    check: async () => {
      const response = await fetch(`${apiUrl}/health/live`, { signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the API answers ${response.status}`);
      return {};
    },
  };
}
