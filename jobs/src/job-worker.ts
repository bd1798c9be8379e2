import { setTimeout as pause } from 'node:timers/promises';
import { describeError, type Logger, type Pool } from '@systole/service-kit';
import type { DeclaredJob } from './declare-jobs.ts';
import { executeRun, type EndedRun, type Interruption, type Work } from './execute-run.ts';
import { kindOf } from './job-kinds.ts';
import { QueueSession } from './queue-session.ts';
import type { JobTrigger } from './request-run.ts';
import { putBack, takeUp } from './run-ledger.ts';
import { Scheduler } from './scheduler.ts';

/** Before the queue is turned to again, after it was lost. */
const REOPEN_MS = 2_000;

export interface JobWorkerSettings {
  readonly pool: Pool;
  readonly logger: Logger;
  /** What it works on, and schedules. */
  readonly jobs: readonly DeclaredJob[];
  /** How each kind of them is done. */
  readonly work: ReadonlyMap<string, Work>;
  /** Runs at the same time. */
  readonly concurrency: number;
  readonly onEnd?: (run: EndedRun) => void;
}

/** The run that ended last, for whoever looks how a worker is. */
export interface LastRun {
  readonly job: string;
  readonly runId: number;
  readonly trigger: JobTrigger;
  readonly status: EndedRun['status'];
  readonly finishedAt: string;
}

/** Takes runs of its jobs from the queue and does them, until it is stopped; others may do the same beside it. */
export class JobWorker {
  readonly #settings: JobWorkerSettings;
  readonly #scheduler: Scheduler;
  readonly #stopping = new AbortController();
  readonly #inHand = new Map<number, { readonly job: string; readonly controller: AbortController }>();
  #session: QueueSession | undefined;
  #last: LastRun | undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(settings: JobWorkerSettings) {
    this.#settings = settings;
    const { pool, logger, jobs } = settings;
    this.#scheduler = new Scheduler(
      pool,
      logger,
      jobs.map(({ name }) => name),
    );
  }

  start(): void {
    this.#done = this.#run();
    this.#scheduler.start();
  }

  /** Names of the jobs that run now. */
  get running(): readonly string[] {
    return [...this.#inHand.values()].map(({ job }) => job);
  }

  get last(): LastRun | undefined {
    return this.#last;
  }

  /** Gives what is in hand back to the queue, once it has come to rest. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#scheduler.stop();
    const stopped = this.#session?.stop();
    this.#interruptAll('stopped');
    await stopped;
    await this.#done;
  }

  /** Opens the queue, and again whenever it is lost. */
  async #run(): Promise<void> {
    const { pool, logger, jobs, concurrency } = this.#settings;
    const { signal } = this.#stopping;
    while (!this.#isStopping()) {
      try {
        this.#session = await QueueSession.start({
          pool,
          logger,
          tasks: new Map(jobs.map(({ task, name }) => [task, name])),
          concurrency,
          onRun: (runId, workerId) => this.#work(runId, workerId),
          onCancelled: (runIds) => {
            for (const runId of runIds) this.#interrupt(runId, 'cancelled');
          },
        });
        if (this.#isStopping()) break;
        await Promise.race([this.#session.ended, untilAborted(signal)]);
      } catch (error) {
        logger.warn('the queue was lost; it is turned to again', { error: describeError(error) });
        const lost = this.#session?.stop();
        this.#session = undefined;
        this.#interruptAll('lost');
        await lost;
        await pause(REOPEN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    await this.#session?.stop();
  }

  async #work(runId: number, workerId: string): Promise<void> {
    const { pool, logger, work, onEnd } = this.#settings;
    // What the queue gives while it stops goes to whoever comes next.
    if (this.#isStopping()) return putBack(pool, runId);
    const run = await takeUp(pool, runId, workerId);
    if (!run) return;
    const kind = kindOf(run.kind);
    const doing = work.get(kind.name);
    if (!doing) throw new Error(`this worker does not know how to do ${kind.name}`);
    const controller = new AbortController();
    this.#inHand.set(runId, { job: run.job, controller });
    if (this.#isStopping()) this.#interrupt(runId, 'stopped');
    try {
      const interruption = controller.signal;
      const ended = await executeRun({ pool, logger, workerId, run, kind, work: doing, interruption });
      if (!ended) return;
      const { job, trigger } = run;
      this.#last = { job, runId, trigger, status: ended.status, finishedAt: new Date().toISOString() };
      onEnd?.(ended);
    } finally {
      this.#inHand.delete(runId);
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #interrupt(runId: number, why: Interruption): void {
    this.#inHand.get(runId)?.controller.abort(why);
  }

  #interruptAll(why: Interruption): void {
    for (const runId of this.#inHand.keys()) this.#interrupt(runId, why);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
