import { z } from 'zod';

/** The user whom a fault meets; without it, every user. */
const user = { user: z.string().min(1).optional() };

/** Faults of single requests, of one data type or of all: they pass over `after` requests, then meet `times`. */
const requests = {
  ...user,
  dataType: z.string().min(1).optional(),
  times: z.int().min(1).default(1),
  after: z.int().min(0).default(0),
};

const instant = z.iso.datetime({ offset: true });

/** A window of readings, `[start, end)`. */
const window = { start: instant, end: instant };

const requestFault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    /** 400 says that the account is not linked, 403 that a scope is missing. */
    status: z.literal([400, 401, 403, 404, 429, 500, 503]),
    /** Sent as `Retry-After`; without it the header is missing. */
    retryAfterSeconds: z.int().min(0).optional(),
    ...requests,
  }),
  /** Answers late. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(1).max(600_000), ...requests }),
  /** Ends the connection in the middle of the body. */
  z.strictObject({ kind: z.literal('cut-off'), ...requests }),
  /** Answers 200 with what is no JSON, JSON of the wrong shape, or points whose fields are garbage. */
  z.strictObject({
    kind: z.literal('malformed'),
    how: z.enum(['json', 'shape', 'fields']).default('json'),
    ...requests,
  }),
  /** Ends the access token of the request before its time. */
  z.strictObject({ kind: z.literal('expired-token'), ...requests }),
]);

const standingFault = z.discriminatedUnion('kind', [
  /** The token endpoint answers `invalid_grant`. */
  z.strictObject({ kind: z.literal('revoked-refresh-token'), ...user }),
  /** Readings of a window have not reached the cloud yet. */
  z.strictObject({ kind: z.literal('late'), ...window, ...user }),
  /** Readings of a window have changed by `by` beats per minute. */
  z.strictObject({ kind: z.literal('restate'), by: z.int().min(-100).max(100), ...window, ...user }),
  /** A share of the readings have values or timestamps that nobody can use. */
  z.strictObject({
    kind: z.literal('bad-readings'),
    share: z.number().gt(0).max(1),
    start: instant.optional(),
    end: instant.optional(),
    ...user,
  }),
]);

export const faultSchema = z.union([requestFault, standingFault]);

/** A fault as it is ordered. */
export type Fault = z.input<typeof faultSchema>;

export type RequestFault = z.output<typeof requestFault>;
export type StandingFault = z.output<typeof standingFault>;
export type StandingFaultOf<Kind extends StandingFault['kind']> = Extract<StandingFault, { kind: Kind }>;
