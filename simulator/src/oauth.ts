import { randomBytes } from 'node:crypto';

export interface OAuthSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessTokenSeconds: number;
  readonly userIds: readonly string[];
}

export interface TokenAnswer {
  readonly status: 200 | 400 | 401;
  readonly body: Readonly<Record<string, string | number>>;
}

const SCOPE =
  'https://www.googleapis.com/auth/googlehealth.health_metrics_and_measurements.readonly https://www.googleapis.com/auth/googlehealth.activity_and_fitness.readonly';

const REFRESH_PREFIX = 'demo-refresh-';
const CODE_PREFIX = 'demo-code-';

/** Grants and checks access tokens. Who a token belongs to follows from the refresh token it was got with. */
export class TokenIssuer {
  readonly #settings: OAuthSettings;
  readonly #live = new Map<string, { readonly userId: string; readonly expiresMs: number }>();

  constructor(settings: OAuthSettings) {
    this.#settings = settings;
  }

  /**
   * Answers the token endpoint. Refresh tokens are `demo-refresh-<user>`, codes are `demo-code-<user>`.
   * @param isRevoked whether a user has taken the consent back.
   */
  grant(form: URLSearchParams, nowMs: number, isRevoked: (userId: string) => boolean): TokenAnswer {
    const { clientId, clientSecret, userIds } = this.#settings;
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      return refused(401, 'invalid_client', 'The provided client secret is invalid.');
    }
    const grantType = form.get('grant_type');
    const [parameter, prefix] =
      grantType === 'refresh_token'
        ? (['refresh_token', REFRESH_PREFIX] as const)
        : grantType === 'authorization_code'
          ? (['code', CODE_PREFIX] as const)
          : [undefined, ''];
    if (!parameter) {
      return refused(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType ?? ''}`);
    }
    const secret = form.get(parameter);
    if (!secret) return refused(400, 'invalid_request', `Missing required parameter: ${parameter}`);
    const userId = userIds.find((id) => secret === prefix + id);
    if (userId === undefined) return refused(400, 'invalid_grant', 'Bad Request');
    if (isRevoked(userId)) return refused(400, 'invalid_grant', 'Token has been expired or revoked.');
    return {
      status: 200,
      body: {
        access_token: this.#issue(userId, nowMs),
        expires_in: this.#settings.accessTokenSeconds,
        // A refresh answers without a new refresh token: the old one stays good.
        ...(parameter === 'code' ? { refresh_token: REFRESH_PREFIX + userId } : {}),
        scope: SCOPE,
        token_type: 'Bearer',
      },
    };
  }

  /** The user of a live access token. */
  userOf(accessToken: string, nowMs: number): string | undefined {
    const grant = this.#live.get(accessToken);
    return grant && nowMs < grant.expiresMs ? grant.userId : undefined;
  }

  /** Ends a token before its time. */
  expire(accessToken: string): void {
    this.#live.delete(accessToken);
  }

  #issue(userId: string, nowMs: number): string {
    for (const [token, { expiresMs }] of this.#live) {
      if (expiresMs <= nowMs) this.#live.delete(token);
    }
    const token = `ya29.${randomBytes(32).toString('base64url')}`;
    this.#live.set(token, { userId, expiresMs: nowMs + this.#settings.accessTokenSeconds * 1_000 });
    return token;
  }
}

function refused(status: 400 | 401, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}
