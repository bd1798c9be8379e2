import { standardAcceptedRanges, type AcceptedRanges } from '@systole/etl';
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
import { allowedMethods } from './allowed-methods.ts';
import { createClinic } from './clinic.ts';
import { createDataGauges } from './data-state/data-gauges.ts';
import { createJobGauges } from './data-state/job-gauges.ts';
import { limitUrl } from './middleware/limit-url.ts';
import { observeRequests } from './middleware/observe-requests.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { describeOperations, openApiDocument } from './openapi.ts';
import { Problem, toProblem } from './problem.ts';
import { createRouter } from './router.ts';
import { aboutRoutes } from './routes/about/index.ts';
import { appointmentRoutes } from './routes/appointments/index.ts';
import { biometricRoutes } from './routes/biometrics/index.ts';
import { coverageRoutes } from './routes/coverage/index.ts';
import { dailyMetricsRoutes } from './routes/daily-metrics/index.ts';
import { datasetRoutes } from './routes/datasets/index.ts';
import { documentationRoutes } from './routes/documentation/index.ts';
import { jobRunRoutes } from './routes/job-runs/index.ts';
import { jobRoutes } from './routes/jobs/index.ts';
import { multiUserTimeseriesRoutes } from './routes/multi-user-timeseries/index.ts';
import { patientRoutes } from './routes/patients/index.ts';
import { profileRoutes } from './routes/profile/index.ts';
import { qualityHistoryRoutes } from './routes/quality/index.ts';
import { runRoutes } from './routes/runs/index.ts';
import { qualityRoutes } from './routes/runs/quality.ts';
import { startRunRoutes } from './routes/runs/start-run.ts';
import { tableUploadRoutes } from './routes/table-uploads/index.ts';
import { timeseriesRoutes } from './routes/timeseries/index.ts';
import { userRoutes } from './routes/users/index.ts';
import { visitRoutes } from './routes/visits/index.ts';
import type { UploadSettings } from './uploads/take-in-table.ts';

export interface AppSettings {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Origins whose pages may use the API; `*`: any page may read, none write; empty: none. */
  readonly corsOrigins: readonly string[];
  /** Outside of which a patient's reading is marked as an outlier; the declared ones where they are not given. */
  readonly acceptedRanges?: AcceptedRanges;
  /** Where uploads are kept as received, and how large they may be. */
  readonly uploads?: UploadSettings;
}

const COMPRESSIBLE = /^(text\/|application\/(json|problem\+json|x-ndjson))/;

const STANDARD_UPLOADS: UploadSettings = { rawDirectory: 'data/raw', largestBytes: 20 * 1_048_576 };

/** How long a client should wait where the database is away, in seconds. */
const RETRY_AFTER = '5';

/** Builds the API; `main.ts` listens. */
export function createApp({
  pool,
  logger,
  registry,
  corsOrigins,
  acceptedRanges = standardAcceptedRanges,
  uploads = STANDARD_UPLOADS,
}: AppSettings) {
  const app = createRouter();
  app.use(requestId(), observeRequests(registry, logger), securityHeaders);
  if (corsOrigins.length > 0) {
    const isAnybody = corsOrigins.includes('*');
    app.use(
      cors({
        origin: isAnybody ? '*' : [...corsOrigins],
        // Pages of anywhere may read. Without the header Content-Type they cannot send JSON, and so write nothing.
        allowMethods: isAnybody ? ['GET', 'HEAD'] : ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        allowHeaders: isAnybody ? ['If-None-Match'] : ['If-None-Match', 'Content-Type', 'Idempotency-Key'],
        exposeHeaders: ['ETag', 'Location', 'Retry-After', 'X-Request-Id'],
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
      ...(problem.status === 405 ? { allow: allowedMethods(app, c.req.path).join(', ') } : {}),
    });
  });
  app.notFound((c) => {
    const allowed = allowedMethods(app, c.req.path);
    throw allowed.length === 0
      ? new Problem(
          404,
          'unknown-path',
          'There is nothing here',
          'This path is not one of the API: / lists them.',
        )
      : new Problem(
          405,
          'method-not-allowed',
          'The method is not allowed',
          `This path answers ${allowed.join(', ')}.`,
        );
  });

  app.route('/', createOperationsApp([databaseCheck(pool)], registry)).route('/', documentationRoutes());
  app.get('/openapi.json', (c) => c.json(openApiDocument(app)));
  describeOperations(app.openAPIRegistry);
  createPoolGauges(registry, pool);
  createDataGauges(registry, pool, logger);
  createJobGauges(registry, pool, logger);
  const clinic = createClinic(pool, logger, acceptedRanges);
  return app
    .route('/', aboutRoutes())
    .route('/', datasetRoutes())
    .route('/', userRoutes(pool))
    .route('/', timeseriesRoutes(pool))
    .route('/', multiUserTimeseriesRoutes(pool))
    .route('/', coverageRoutes(pool))
    .route('/', runRoutes(pool))
    .route('/', qualityRoutes(pool))
    .route('/', qualityHistoryRoutes(pool))
    .route('/', visitRoutes(pool))
    .route('/', appointmentRoutes(pool))
    .route('/', tableUploadRoutes(pool, logger, corsOrigins, uploads))
    .route('/', dailyMetricsRoutes(pool, logger, corsOrigins, uploads))
    .route('/', profileRoutes(pool))
    .route('/', jobRoutes(pool))
    .route('/', jobRunRoutes(pool))
    .route('/', startRunRoutes(pool))
    .route('/', patientRoutes(clinic))
    .route('/', biometricRoutes(clinic));
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
