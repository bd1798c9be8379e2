import type { z } from 'zod';

/** How often and when a failed run is repeated: after `firstDelaySeconds`, then after twice as long, up to the longest. */
export interface RetryPolicy {
  /** Repetitions after the first run; 0 repeats nothing. */
  readonly retries: number;
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
}

/** A kind of job, as data. What a run of it does is known to who works, in ingestion-service. */
export interface JobKind {
  /** Also the name of the job, where there is one for everybody. */
  readonly name: string;
  readonly description: string;
  /** Whether there is a job for each user, named `<kind>:<user id>`, or one. */
  readonly perUser: boolean;
  /** When it runs, as a cron pattern in UTC; of users' jobs their processes say when, and one that needs another follows it. */
  readonly schedule?: string;
  /** Name of the kind after whose success it runs, and does not where that failed. */
  readonly needs?: string;
  readonly retry: RetryPolicy;
  /** A run that takes longer is ended, and has failed. */
  readonly timeoutSeconds: number;
  /** What a run may be asked for with; whatever is not named there is refused. */
  readonly parameters: z.ZodType<Readonly<Record<string, unknown>>>;
}

/** Name of the job of a kind, for one user or for everybody. */
export function jobName(kind: JobKind, userId?: string): string {
  return userId === undefined ? kind.name : `${kind.name}:${userId}`;
}

/** When run number `attempt`, which has failed, is repeated: seconds from now, or undefined where it is not. */
export function retryDelaySeconds({ retry }: JobKind, attempt: number): number | undefined {
  if (attempt > retry.retries) return undefined;
  return Math.min(retry.firstDelaySeconds * 2 ** (attempt - 1), retry.longestDelaySeconds);
}
