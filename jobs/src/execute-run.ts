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
  /** Since this worker took it up. */
  readonly seconds: number;
}

/** Why a run is interrupted: somebody asked for it, the worker stops, or others have taken the worker for dead. */
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

interface End {
  readonly status: EndStatus;
  readonly error: string | null;
}

/** The end of a run must get into the ledger, also where the database is away for a while. */
const CLOSING_RETRIES = { operation: 'end of a job', retries: 20, firstDelayMs: 250, longestDelayMs: 15_000 };

/**
 * Does the work of a run, and writes down its end with all that follows from it.
 * @returns undefined where it has not ended but goes on elsewhere: the worker was told to stop, or taken for dead
 */
export async function executeRun(execution: Execution): Promise<EndedRun | undefined> {
  const { pool, logger, workerId, run, kind } = execution;
  const started = performance.now();
  const record = new RunRecord(pool, logger, run, workerId);
  if (run.isTakenOver) record.logger.warn('taken up again: the worker that had begun with it is gone');
  const end = await work(execution, record);
  if (end === undefined) record.logger.info('the worker stops; the run goes back to the queue');
  else if (end.status === 'failed') record.logger.error('failed', { error: end.error });
  else record.logger.info(end.status, record.counts);
  await record.close();
  const isOurs = await retryTransient(
    'closing a run',
    async () =>
      end === undefined ? giveBack(pool, run.runId, workerId) : close(execution, end.status, end.error),
    { ...CLOSING_RETRIES, logger },
  );
  if (end === undefined || !isOurs) return undefined;
  return { kind, status: end.status, seconds: (performance.now() - started) / 1_000 };
}

/** @returns how it ended; undefined where it did not come to an end because the worker is to do no more */
async function work(execution: Execution, record: RunRecord): Promise<End | undefined> {
  const { run, kind, interruption } = execution;
  const timeout = AbortSignal.timeout(kind.timeoutSeconds * 1_000);
  const signal = AbortSignal.any([interruption, timeout]);
  const report = (done: WorkReport) => {
    record.report(done);
  };
  let failure: string | null = null;
  try {
    await execution.work({ run, logger: record.logger, signal, report });
  } catch (error) {
    failure = describeError(error);
  }
  // Work that is interrupted may end without a word, at a whole batch.
  if (interruption.aborted) {
    const why = interruption.reason as Interruption;
    return why === 'cancelled' ? { status: 'cancelled', error: 'cancelled' } : undefined;
  }
  if (timeout.aborted) {
    return { status: 'failed', error: `took longer than its time-out of ${kind.timeoutSeconds} s` };
  }
  const { status, error } = record.totals;
  return failure === null ? { status, error } : { status: 'failed', error: failure };
}

/** @returns false where the run is no longer this worker's */
function close(
  { pool, run, kind, workerId }: Execution,
  status: EndStatus,
  error: string | null,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const isClosed = await closeRun(client, run.runId, workerId, status, error);
    if (isClosed) await followUp(client, run, kind, status);
    return isClosed;
  });
}
