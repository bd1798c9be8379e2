import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { breakResponse } from '../faults/broken-response.ts';
import type { FaultSwitchboard } from '../faults/fault-switchboard.ts';
import type { TokenIssuer } from '../oauth.ts';
import type { SimulatedUser } from '../series/person.ts';
import {
  ACCOUNT_NOT_LINKED,
  errorResponse,
  INSUFFICIENT_SCOPES,
  INTERNAL,
  MISSING_CREDENTIALS,
  NOT_FOUND,
  resourceExhausted,
  UNAUTHENTICATED,
  UNAVAILABLE,
  type GoogleError,
} from './errors.ts';
import { healthUserId } from './identity.ts';
import type { QuotaState, RequestQuota } from './quota.ts';

/** What the routes behind the gate know of a request. */
export interface Admitted {
  readonly Variables: { readonly user: SimulatedUser };
  /** Node's response, where there is a server; none in calls of the app itself. */
  readonly Bindings: { readonly outgoing?: ServerResponse };
}

export interface GateSettings {
  readonly users: readonly SimulatedUser[];
  readonly issuer: TokenIssuer;
  readonly quota: RequestQuota;
  readonly requestsPerMinute: number;
  readonly faults: FaultSwitchboard;
  readonly now: () => Date;
}

/** What every request passes: the access token, whose data it asks for, the quota, and the faults that are on. */
export function gate(settings: GateSettings): MiddlewareHandler<Admitted> {
  const { users, issuer, quota, requestsPerMinute, faults, now } = settings;
  return createMiddleware<Admitted>(async (c, next) => {
    const nowMs = now().getTime();
    const token = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined) return errorResponse(MISSING_CREDENTIALS);
    const userId = issuer.userOf(token, nowMs);
    const user = users.find(({ id }) => id === userId);
    if (!user) return errorResponse(UNAUTHENTICATED);
    const whose = c.req.param('user');
    if (whose !== 'me' && whose !== healthUserId(user)) return errorResponse(NOT_FOUND);

    const state = quota.take(user.id, nowMs);
    if (!state.allowed) {
      return errorResponse(resourceExhausted(requestsPerMinute), {
        ...quotaHeaders(state),
        'retry-after': String(state.resetSeconds),
      });
    }

    // /v4/users/me/dataTypes/heart-rate/dataPoints
    const dataType = c.req.path.split('/')[5];
    const met = faults.takeForRequest(user.id, dataType);
    for (const fault of met) {
      if (fault.kind === 'slow') await delay(fault.ms);
    }
    for (const fault of met) {
      if (fault.kind === 'expired-token') {
        issuer.expire(token);
        return errorResponse(UNAUTHENTICATED, quotaHeaders(state));
      }
      if (fault.kind === 'status') {
        const { retryAfterSeconds } = fault;
        return errorResponse(ERRORS[fault.status](requestsPerMinute), {
          ...quotaHeaders(state),
          ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
        });
      }
    }

    c.set('user', user);
    await next();
    for (const fault of met) {
      if (fault.kind === 'cut-off' || fault.kind === 'malformed') {
        c.res = await breakResponse(fault, c.res, (c.env as Admitted['Bindings'] | undefined)?.outgoing);
      }
    }
    for (const [name, value] of Object.entries(quotaHeaders(state))) c.header(name, value);
    return undefined;
  });
}

const ERRORS: Readonly<
  Record<400 | 401 | 403 | 404 | 429 | 500 | 503, (requestsPerMinute: number) => GoogleError>
> = {
  400: () => ACCOUNT_NOT_LINKED,
  401: () => UNAUTHENTICATED,
  403: () => INSUFFICIENT_SCOPES,
  404: () => NOT_FOUND,
  429: resourceExhausted,
  500: () => INTERNAL,
  503: () => UNAVAILABLE,
};

/** Not the vendor's: it documents no such headers. Here, so that a client can show the quota that is left. */
function quotaHeaders({ limit, remaining, resetSeconds }: QuotaState): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetSeconds),
  };
}
