export interface QuotaState {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the window ends and the full quota is back. */
  readonly resetSeconds: number;
}

const WINDOW_MS = 60_000;

/** Requests per minute and user, in windows that begin with a user's first request. */
export class RequestQuota {
  readonly #limit: number;
  readonly #windows = new Map<string, { readonly startMs: number; used: number }>();

  constructor(requestsPerMinute: number) {
    this.#limit = requestsPerMinute;
  }

  /** Counts a request, unless the quota is used up. */
  take(userId: string, nowMs: number): QuotaState {
    let window = this.#windows.get(userId);
    if (!window || nowMs >= window.startMs + WINDOW_MS) {
      this.#windows.set(userId, (window = { startMs: nowMs, used: 0 }));
    }
    const allowed = window.used < this.#limit;
    if (allowed) window.used += 1;
    return {
      allowed,
      limit: this.#limit,
      remaining: this.#limit - window.used,
      resetSeconds: Math.max(1, Math.ceil((window.startMs + WINDOW_MS - nowMs) / 1_000)),
    };
  }
}
