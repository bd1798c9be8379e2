import pRetry from 'p-retry';
import { Counter } from 'prom-client';
import { failureKind } from './errors.ts';
import { describeError, type Logger } from './logger.ts';

/** Of the process, whatever its registry: what is tried again is deep inside, far from any registry. */
export const retries = new Counter({
  name: 'systole_retries_total',
  help: 'Further tries after transient failures, by what was tried.',
  labelNames: ['operation'],
  registers: [],
});

/** Others at the same work keep a lock for seconds, which is no trouble; so many tries take several. */
const QUIET_TRIES_FOR_A_LOCK = 5;

export interface Backoff {
  /** Tries after the first; `Infinity` waits for ever. */
  readonly retries: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

export interface RetrySettings extends Backoff {
  /** What is tried, in a word or two, as a label of {@link retries}: no names or numbers, so that they stay few. */
  readonly operation?: string;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `attempt` again after transient failures, with exponential back-off and jitter, so that several services do not
 * return to a recovering server in step. Terminal failures are thrown at once. Further tries are warnings in the log;
 * the first ones for a lock that somebody else has are not.
 * @param what names the attempt in the log: `the database`, `batch 12`.
 */
export async function retryTransient<Result>(
  what: string,
  attempt: (attemptNumber: number) => Promise<Result>,
  { operation = 'other', retries: mostRetries, firstDelayMs, longestDelayMs, logger, signal }: RetrySettings,
): Promise<Result> {
  return pRetry(attempt, {
    retries: Math.min(mostRetries, 1_000_000),
    minTimeout: firstDelayMs,
    maxTimeout: longestDelayMs,
    randomize: true,
    ...(signal ? { signal } : {}),
    shouldRetry: ({ error }) => failureKind(error) === 'transient',
    onFailedAttempt: ({ error, attemptNumber, retriesLeft, retryDelay }) => {
      if (retriesLeft === 0 || failureKind(error) !== 'transient') return;
      retries.inc({ operation });
      const isQuiet = isLockTaken(error) && attemptNumber <= QUIET_TRIES_FOR_A_LOCK;
      logger.log(isQuiet ? 'debug' : 'warn', `${what} failed, trying again`, {
        attempt: attemptNumber,
        inMs: Math.round(retryDelay),
        error: describeError(error),
      });
    },
  });
}

/** SQLSTATE 55P03, lock not available: such as a refresh that overlaps with another one of the same rollup. */
function isLockTaken(error: Error): boolean {
  return 'code' in error && error.code === '55P03';
}
