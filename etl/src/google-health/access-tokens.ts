import { SystoleError, httpFailureKind, retryTransient, type Logger } from '@systole/service-kit';
import { z } from 'zod';

const TOKEN_TIMEOUT_MS = 30_000;
const TOKEN_RETRIES = { operation: 'access token', retries: 5, firstDelayMs: 500, longestDelayMs: 30_000 };
/** Renewed this long before its end, so that a token does not run out on its way. */
const MARGIN_MS = 60_000;

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const TokenError = z.object({ error: z.string(), error_description: z.string().optional() });

export interface Credentials {
  /** `https://oauth2.googleapis.com/token`, or the simulator's. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** Access tokens of one user, renewed by the refresh token when they end (RFC 6749, section 6). */
export class AccessTokens {
  readonly #credentials: Credentials;
  readonly #logger: Logger;
  readonly #signal: AbortSignal | undefined;
  #current: { readonly token: string; readonly until: number } | undefined;

  constructor(credentials: Credentials, logger: Logger, signal?: AbortSignal) {
    this.#credentials = credentials;
    this.#logger = logger;
    this.#signal = signal;
  }

  /**
   * A token that is good for at least a minute.
   * @throws {SystoleError} terminal where the refresh token is expired or revoked: the user must consent again
   */
  async get(): Promise<string> {
    if (!this.#current || Date.now() > this.#current.until) {
      this.#current = await retryTransient('renewing the access token', () => this.#renew(), {
        ...TOKEN_RETRIES,
        logger: this.#logger,
        signal: this.#signal,
      });
    }
    return this.#current.token;
  }

  /** Forgets the token, after a source has refused it. */
  discard(): void {
    this.#current = undefined;
  }

  async #renew(): Promise<{ token: string; until: number }> {
    const { tokenUrl, clientId, clientSecret, refreshToken } = this.#credentials;
    const answer = await fetch(tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: clientId,
        client_secret: clientSecret,
      }),
      signal: AbortSignal.timeout(TOKEN_TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new SystoleError('transient', 'the token endpoint did not answer', { cause: error });
    });
    const body: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) {
      const said = TokenError.safeParse(body);
      const why = said.success
        ? [said.data.error, said.data.error_description].filter(Boolean).join(': ')
        : 'no reason given';
      throw new SystoleError(
        httpFailureKind(answer.status),
        `the access token could not be renewed (${answer.status}, ${why})`,
      );
    }
    const token = TokenAnswer.safeParse(body);
    if (!token.success) throw new SystoleError('terminal', 'the token endpoint gave no access token');
    const { access_token, expires_in } = token.data;
    return { token: access_token, until: Date.now() + Math.max(expires_in * 1_000 - MARGIN_MS, 0) };
  }
}
