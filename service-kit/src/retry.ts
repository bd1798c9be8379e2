import pRetry from 'p-retry';
import { failureKind } from './errors.ts';
import { describeError, type Logger } from './logger.ts';

export interface Backoff {
  /** Tries after the first; `Infinity` waits for ever. */
  readonly retries: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

export interface RetrySettings extends Backoff {
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `attempt` again after transient failures, with exponential back-off and jitter, so that several services do not
 * return to a recovering server in step. Terminal failures are thrown at once.
 * @param what names the attempt in the log: `the database`, `batch 12`.
 */
export async function retryTransient<Result>(
  what: string,
  attempt: (attemptNumber: number) => Promise<Result>,
  { retries, firstDelayMs, longestDelayMs, logger, signal }: RetrySettings,
): Promise<Result> {
  return pRetry(attempt, {
    retries: Math.min(retries, 1_000_000),
    minTimeout: firstDelayMs,
    maxTimeout: longestDelayMs,
    randomize: true,
    ...(signal ? { signal } : {}),
    shouldRetry: ({ error }) => failureKind(error) === 'transient',
    onFailedAttempt: ({ error, attemptNumber, retriesLeft, retryDelay }) => {
      if (retriesLeft === 0 || failureKind(error) !== 'transient') return;
      logger.warn(`${what} failed, trying again`, {
        attempt: attemptNumber,
        inMs: Math.round(retryDelay),
        error: describeError(error),
      });
    },
  });
}
