/** An error in Google's envelope. `details` are `google.rpc` messages with their `@type`. */
export interface GoogleError {
  readonly code: number;
  readonly message: string;
  readonly status: string;
  readonly details?: readonly Readonly<Record<string, unknown>>[];
}

const DOMAIN = 'health.googleapis.com';

function errorInfo(reason: string, metadata?: Readonly<Record<string, string>>, domain = DOMAIN) {
  return {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain,
    ...(metadata ? { metadata } : {}),
  };
}

function badRequest(field: string, ...descriptions: string[]) {
  return {
    '@type': 'type.googleapis.com/google.rpc.BadRequest',
    fieldViolations: descriptions.map((description) => ({ field, description })),
  };
}

export function errorResponse(error: GoogleError, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ error }, { status: error.code, headers });
}

const LOGIN =
  'Expected OAuth 2 access token, login cookie or other valid authentication credential. ' +
  'See https://developers.google.com/identity/sign-in/web/devconsole-project.';

export const UNAUTHENTICATED: GoogleError = {
  code: 401,
  message: `Request had invalid authentication credentials. ${LOGIN}`,
  status: 'UNAUTHENTICATED',
};

export const MISSING_CREDENTIALS: GoogleError = {
  code: 401,
  message: `Request is missing required authentication credential. ${LOGIN}`,
  status: 'UNAUTHENTICATED',
  details: [
    errorInfo(
      'CREDENTIALS_MISSING',
      { service: DOMAIN, method: 'google.devicesandservices.health.v4.DataPointsService.ListDataPoints' },
      'googleapis.com',
    ),
  ],
};

export const ACCOUNT_NOT_LINKED: GoogleError = {
  code: 400,
  message: 'The account is not linked to Google Health.',
  status: 'FAILED_PRECONDITION',
  details: [errorInfo('ACCOUNT_NOT_LINKED', { redirect_uri: 'https://fitbit.google.com/auth/signup' })],
};

export const INSUFFICIENT_SCOPES: GoogleError = {
  code: 403,
  message: 'Request had insufficient authentication scopes.',
  status: 'PERMISSION_DENIED',
  details: [errorInfo('ACCESS_TOKEN_SCOPE_INSUFFICIENT', { service: DOMAIN }, 'googleapis.com')],
};

export const NOT_FOUND: GoogleError = {
  code: 404,
  message:
    'The requested resource was not found. Please refer to the Google Health API developer documentation for guidance and support.',
  status: 'NOT_FOUND',
  details: [errorInfo('RESOURCE_NOT_FOUND')],
};

export const INTERNAL: GoogleError = {
  code: 500,
  message: 'Internal error encountered.',
  status: 'INTERNAL',
};

export const UNAVAILABLE: GoogleError = {
  code: 503,
  message: 'The service is currently unavailable.',
  status: 'UNAVAILABLE',
};

export function resourceExhausted(requestsPerMinute: number): GoogleError {
  return {
    code: 429,
    message: `Quota exceeded for quota metric 'Requests' and limit 'Requests per minute per user' of service '${DOMAIN}'.`,
    status: 'RESOURCE_EXHAUSTED',
    details: [
      errorInfo(
        'RATE_LIMIT_EXCEEDED',
        {
          service: DOMAIN,
          quota_limit: 'RequestsPerMinutePerUser',
          quota_limit_value: String(requestsPerMinute),
        },
        'googleapis.com',
      ),
    ],
  };
}

/** A parameter or a field of the body that cannot be used. */
export function invalidArgument(field: string, description: string, reason?: string): GoogleError {
  return {
    code: 400,
    message: description,
    status: 'INVALID_ARGUMENT',
    details: [...(reason ? [errorInfo(reason)] : []), badRequest(field, description)],
  };
}

export interface FilterViolation {
  readonly reason: string;
  readonly description: string;
}

/** One reason and one violation for each faulty restriction, as the service gives them. */
export function invalidFilter(violations: readonly FilterViolation[]): GoogleError {
  const reasons = violations.map(({ reason }) => reason).join(',');
  return {
    code: 400,
    message: `Invalid data point filter: ${reasons}.`,
    status: 'INVALID_ARGUMENT',
    details: [
      errorInfo('INVALID_DATA_POINT_FILTER', { detailedReasons: reasons }),
      badRequest('filter', ...violations.map(({ description }) => description)),
    ],
  };
}

export function unknownDataType(type: string): GoogleError {
  return invalidArgument(
    'parent',
    `Data type collection '${type}' is not supported.`,
    'INVALID_PARENT_DATA_TYPE_COLLECTION',
  );
}

/** @param action as the message begins with it: `List`, `RollUp`, `DailyRollUp`, `Get`. */
export function unsupportedAction(action: string, type: string, allowed: readonly string[]): GoogleError {
  return {
    code: 400,
    message: `${action} is not supported for data type ${type}, but the following actions are supported: ${allowed.join(', ')}`,
    status: 'INVALID_ARGUMENT',
    details: [errorInfo('UNSUPPORTED_DATA_TYPE_ACTION', { allowed_actions: allowed.join(',') })],
  };
}
