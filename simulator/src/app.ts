import { Hono } from 'hono';
import { Counter, type Registry } from 'prom-client';
import { faultRoutes } from './faults/fault-routes.ts';
import { FaultSwitchboard } from './faults/fault-switchboard.ts';
import { errorResponse, NOT_FOUND } from './google-health/errors.ts';
import { PageTokens } from './google-health/page-token.ts';
import { RequestQuota } from './google-health/quota.ts';
import { googleHealthRoutes } from './google-health/routes.ts';
import { TokenIssuer } from './oauth.ts';
import type { SimulatedUser } from './series/person.ts';

export interface SimulatorSettings {
  readonly users: readonly SimulatedUser[];
  /** `demo-client` and `demo-secret` when not given. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Requests per minute and user; 300, as the vendor allows, when not given. */
  readonly quotaPerMinute?: number;
  /** 3599 when not given. */
  readonly accessTokenSeconds?: number;
  /** Whether `/simulator/faults` is served. The returned switchboard works in any case. */
  readonly faultsEnabled?: boolean;
  /** The clock of the vendor: no data lies after it, tokens and quotas run by it. */
  readonly now?: () => Date;
  /** Where requests and points are counted. */
  readonly registry?: Registry;
}

export interface Simulator {
  readonly app: Hono;
  readonly faults: FaultSwitchboard;
}

/** Builds the stand-in for the vendor's HTTP API and its token endpoint; it holds no state but tokens and quotas. */
export function createSimulator(settings: SimulatorSettings): Simulator {
  const {
    users,
    clientId = 'demo-client',
    clientSecret = 'demo-secret',
    quotaPerMinute = 300,
    accessTokenSeconds = 3_599,
    faultsEnabled = false,
    now = () => new Date(),
    registry,
  } = settings;
  const faults = new FaultSwitchboard();
  const issuer = new TokenIssuer({
    clientId,
    clientSecret,
    accessTokenSeconds,
    userIds: users.map(({ id }) => id),
  });
  const app = new Hono();
  const { countRequest, countPoints } = counters(registry);

  for (const path of ['/token', '/v4/*']) {
    app.use(path, async (c, next) => {
      await next();
      countRequest(c.res.status);
    });
  }
  app.post('/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const { status, body } = issuer.grant(
      form,
      now().getTime(),
      (userId) => faults.standing('revoked-refresh-token', userId).length > 0,
    );
    return c.json(body, status);
  });
  if (faultsEnabled) app.route('/', faultRoutes(faults));
  app.route(
    '/',
    googleHealthRoutes({
      users,
      issuer,
      quota: new RequestQuota(quotaPerMinute),
      requestsPerMinute: quotaPerMinute,
      faults,
      now,
      // The same secret makes the same tokens, so that a client's paging survives a restart.
      pageTokens: new PageTokens(clientSecret),
      onPoints: countPoints,
    }),
  );
  app.notFound(() => errorResponse(NOT_FOUND));
  return { app, faults };
}

function counters(registry: Registry | undefined) {
  if (!registry) return { countRequest: () => undefined, countPoints: () => undefined };
  const requests = new Counter({
    name: 'systole_simulator_requests_total',
    help: 'Requests answered, by HTTP status.',
    labelNames: ['status'],
    registers: [registry],
  });
  const points = new Counter({
    name: 'systole_simulator_points_total',
    help: 'Data points given, by data type.',
    labelNames: ['data_type'],
    registers: [registry],
  });
  return {
    countRequest: (status: number) => {
      requests.inc({ status: String(status) });
    },
    countPoints: (dataType: string, count: number) => {
      points.inc({ data_type: dataType }, count);
    },
  };
}
