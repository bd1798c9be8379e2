import { describeError, inTransaction, retryTransient, type Logger, type Pool } from '@systole/service-kit';
import { followUp } from './follow-up.ts';
import type { JobKind } from './job-kind.ts';
import type { WorkReport } from './outcome.ts';
import { closeRun, giveBack, type EndStatus, type RunInHand } from './run-ledger.ts';
import { RunRecord } from './run-record.ts';

/** What a run's work gets. */
export interface WorkContext {
  readonly run: RunInHand;
  /** Its lines are kept with the run. */
  readonly logger: Logger;
  /** Aborts when the run is cancelled, its time is over, or the worker stops. */
  readonly signal: AbortSignal;
  /** Enters what a piece of the work came to. */
  readonly report: (report: WorkReport) => void;
}

/** Does what a kind of job is for. What it throws fails the run. */
export type Work = (context: WorkContext) => Promise<void>;

/** A run that has ended. */
export interface EndedRun {
  readonly kind: JobKind;
  readonly status: EndStatus;
  readonly seconds: number;
}

/** Why a run's signal aborts. */
export type Interruption = 'cancelled' | 'stopped' | 'lost';

export interface Execution {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly workerId: string;
  readonly run: RunInHand;
  readonly kind: JobKind;
  readonly work: Work;
  /** Aborts with an {@link Interruption} as its reason. */
  readonly interruption: AbortSignal;
}

/** The end of a run must get into the ledger, also where the database is away for a while. */
const CLOSING_RETRIES = { operation: 'end of a job', retries: 20, firstDelayMs: 250, longestDelayMs: 15_000 };

/**
 * Does the work of a run, and writes down its end with all that follows from it.
 * @returns undefined where it has not ended but goes on elsewhere: the worker was told to stop, or taken for dead
 */
export async function executeRun(execution: Execution): Promise<EndedRun | undefined> {
  const { pool, logger, workerId, run, kind, work, interruption } = execution;
  const started = performance.now();
  const record = new RunRecord(pool, logger, run, workerId);
  if (run.isTakenOver) record.logger.warn('taken up again: the worker that had begun with it is gone');
  const timeout = AbortSignal.timeout(kind.timeoutSeconds * 1_000);
  const signal = AbortSignal.any([interruption, timeout]);
  let failure: string | undefined;
  try {
    await work({
      run,
      logger: record.logger,
      signal,
      report: (report) => {
        record.report(report);
      },
    });
  } catch (error) {
    failure = describeError(error);
  }
  const { totals } = record;
  const error = failure ?? totals.error;
  const isDone = error === null && !signal.aborted;
  const why = interruption.reason as Interruption | undefined;
  if (!isDone && interruption.aborted && why !== 'cancelled') {
    if (why === 'stopped') record.logger.info('the worker stops; the run goes back to the queue');
    await record.close();
    await retryTransient('giving a run back', () => giveBack(pool, run.runId, workerId), {
      ...CLOSING_RETRIES,
      logger,
    });
    return undefined;
  }
  const end = isDone
    ? { status: totals.status, error: null }
    : interruption.aborted
      ? { status: 'cancelled' as const, error: 'cancelled' }
      : timeout.aborted
        ? { status: 'failed' as const, error: `took longer than its time-out of ${kind.timeoutSeconds} s` }
        : { status: 'failed' as const, error };
  if (end.status === 'failed') record.logger.error('failed', { error: end.error });
  else
    record.logger.info(end.status, {
      inserted: totals.inserted,
      updated: totals.updated,
      unchanged: totals.unchanged,
      rejected: totals.rejected,
    });
  await record.close();
  const isOurs = await retryTransient(
    'closing a run',
    () =>
      inTransaction(pool, async (client) => {
        const isClosed = await closeRun(client, run.runId, workerId, end.status, end.error);
        if (isClosed) await followUp(client, run, kind, end.status);
        return isClosed;
      }),
    { ...CLOSING_RETRIES, logger },
  );
  return isOurs ? { kind, status: end.status, seconds: (performance.now() - started) / 1_000 } : undefined;
}
