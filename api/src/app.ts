import {
  createOperationsApp,
  createPoolGauges,
  describeError,
  type Logger,
  type Pool,
} from '@systole/service-kit';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { requestId } from 'hono/request-id';
import type { Registry } from 'prom-client';
import { createDataGauges } from './data-state/data-gauges.ts';
import { limitUrl } from './middleware/limit-url.ts';
import { observeRequests } from './middleware/observe-requests.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { describeOperations, openApiDocument } from './openapi.ts';
import { Problem, toProblem } from './problem.ts';
import { createRouter } from './router.ts';
import { aboutRoutes } from './routes/about/index.ts';
import { coverageRoutes } from './routes/coverage/index.ts';
import { datasetRoutes } from './routes/datasets/index.ts';
import { documentationRoutes } from './routes/documentation/index.ts';
import { multiUserTimeseriesRoutes } from './routes/multi-user-timeseries/index.ts';
import { runRoutes } from './routes/runs/index.ts';
import { qualityRoutes } from './routes/runs/quality.ts';
import { startRunRoutes, type IngestionUrls } from './routes/runs/start-run.ts';
import { timeseriesRoutes } from './routes/timeseries/index.ts';
import { userRoutes } from './routes/users/index.ts';
import { visitRoutes } from './routes/visits/index.ts';

export interface AppSettings {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Origins whose pages may read the API; `*` for any; empty: none. */
  readonly corsOrigins: readonly string[];
  readonly ingestionUrls: IngestionUrls;
}

const COMPRESSIBLE = /^(text\/|application\/(json|problem\+json|x-ndjson))/;

/** How long a client should wait where the database is away, in seconds. */
const RETRY_AFTER = '5';

/** Builds the API; `main.ts` listens. */
export function createApp({ pool, logger, registry, corsOrigins, ingestionUrls }: AppSettings) {
  const app = createRouter();
  app.use(requestId(), observeRequests(registry, logger), securityHeaders);
  if (corsOrigins.length > 0) {
    app.use(
      cors({
        origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
        allowMethods: ['GET', 'HEAD'],
        exposeHeaders: ['ETag', 'Retry-After', 'X-Request-Id'],
        maxAge: 3_600,
      }),
    );
  }
  app.use(compress({ encoding: 'gzip', contentTypeFilter: COMPRESSIBLE }), limitUrl);

  app.onError((error, c) => {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      logger.error('a request failed', {
        requestId: c.get('requestId'),
        method: c.req.method,
        path: c.req.path,
        status: problem.status,
        error: describeError(problem.cause ?? problem),
      });
    }
    return c.body(JSON.stringify(problem.body(c.req.path)), problem.status, {
      'content-type': 'application/problem+json',
      ...(problem.status === 503 ? { 'retry-after': RETRY_AFTER } : {}),
      ...(problem.status === 405 ? { allow: 'GET, HEAD' } : {}),
    });
  });
  app.notFound((c) => {
    throw ['GET', 'HEAD'].includes(c.req.method)
      ? new Problem(
          404,
          'unknown-path',
          'There is nothing here',
          'This path is not one of the API: / lists them.',
        )
      : new Problem(405, 'method-not-allowed', 'The API is read only', 'The API answers GET and HEAD.');
  });

  app.route('/', createOperationsApp([databaseCheck(pool)], registry)).route('/', documentationRoutes());
  app.get('/openapi.json', (c) => c.json(openApiDocument(app)));
  describeOperations(app.openAPIRegistry);
  createPoolGauges(registry, pool);
  createDataGauges(registry, pool, logger);
  return app
    .route('/', aboutRoutes())
    .route('/', datasetRoutes())
    .route('/', userRoutes(pool))
    .route('/', timeseriesRoutes(pool))
    .route('/', multiUserTimeseriesRoutes(pool))
    .route('/', coverageRoutes(pool))
    .route('/', runRoutes(pool))
    .route('/', qualityRoutes(pool))
    .route('/', visitRoutes(pool))
    .route('/', startRunRoutes(ingestionUrls));
}

/** What a typed client (`hc`) is made from. */
export type ApiType = ReturnType<typeof createApp>;

/** Well when the database answers and has been initialised. */
function databaseCheck(pool: Pool) {
  return {
    name: 'database',
    check: async () => {
      const { rows } = await pool.query<{ is_initialised: boolean }>(
        `SELECT to_regclass('ops.coverage') IS NOT NULL AS is_initialised`,
      );
      if (rows[0]?.is_initialised !== true) throw new Error('the database is not initialised yet');
      return {};
    },
  };
}
