import { EventEmitter } from 'node:events';
import { describeError, SystoleError, type Logger, type Pool } from '@systole/service-kit';
import { run as startRunner, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import { queueLogger } from './queue-logger.ts';
import {
  beat,
  HEARTBEAT_MS,
  registerWorker,
  releaseDeadWorkers,
  unregisterWorker,
} from './worker-heartbeat.ts';

export interface SessionSettings {
  readonly pool: Pool;
  readonly logger: Logger;
  /** Tasks that are taken from the queue, and the jobs they are the tasks of. */
  readonly tasks: ReadonlyMap<string, string>;
  /** Runs at the same time. */
  readonly concurrency: number;
  readonly onRun: (runId: number, workerId: string) => Promise<void>;
  readonly onCancelled: (runIds: readonly number[]) => void;
}

/** Others have taken this worker for dead, and what it had in hand. */
class TakenForDeadError extends SystoleError {
  override readonly name = 'TakenForDeadError';

  constructor() {
    super('transient', 'this worker was silent for too long; others have taken over its work');
  }
}

/** Heartbeats between two looks for the dead. */
const LOOK_EVERY = 5;

/** What a session listens to the queue with: an id that others see, and signs of life, for as long as it goes on. */
export class QueueSession {
  readonly workerId: string;
  readonly #settings: SessionSettings;
  readonly #runner: Runner;
  readonly #ended = Promise.withResolvers<never>();
  #timer: NodeJS.Timeout | undefined;
  /** Beats that were heard in a row: after an outage of the database others get time to beat before they count as dead. */
  #heard = 0;
  #isStopped = false;

  private constructor(settings: SessionSettings, runner: Runner, workerId: string) {
    this.#settings = settings;
    this.#runner = runner;
    this.workerId = workerId;
  }

  static async start(settings: SessionSettings): Promise<QueueSession> {
    const { pool, logger, tasks, concurrency, onRun } = settings;
    const opened = Promise.withResolvers<string>();
    const tasksOfQueue: TaskList = Object.fromEntries(
      [...tasks.keys()].map((task) => [
        task,
        async (payload: unknown) => {
          await onRun((payload as { readonly run_id: number }).run_id, await opened.promise);
        },
      ]),
    );
    const events = new EventEmitter() as WorkerEvents;
    let poolId = '';
    events.once('pool:create', ({ workerPool }) => (poolId = workerPool.id));
    const runner = await startRunner({
      pgPool: pool,
      logger: queueLogger(logger),
      taskList: tasksOfQueue,
      concurrency,
      events,
      parsedCronItems: [],
      noHandleSignals: true,
      // Connections to the embedded database share one session, and with it the names of statements.
      noPreparedStatements: true,
    });
    const session = new QueueSession(settings, runner, poolId);
    try {
      await registerWorker(pool, poolId, [...tasks.values()]);
    } catch (error) {
      opened.promise.catch(() => undefined);
      opened.reject(error);
      runner.promise.catch(() => undefined);
      await runner.stop().catch(() => undefined);
      throw error;
    }
    opened.resolve(poolId);
    session.#live();
    return session;
  }

  /** Settles with the reason, when the session cannot go on. */
  get ended(): Promise<never> {
    return this.#ended.promise;
  }

  /** Takes nothing more, and resolves when what is in hand has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#ended.promise.catch(() => undefined);
    // It rejects where it has stopped by itself.
    await this.#runner.stop().catch(() => undefined);
    await unregisterWorker(this.#settings.pool, this.workerId).catch(() => undefined);
  }

  #live(): void {
    this.#runner.promise.then(
      () => {
        this.#ended.reject(new Error('the queue stopped giving work'));
      },
      (error: unknown) => {
        this.#ended.reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
    void this.#beat();
  }

  async #beat(): Promise<void> {
    const { pool, logger, onCancelled } = this.#settings;
    try {
      const { isAlive, cancelled } = await beat(pool, this.workerId);
      if (!isAlive) {
        this.#ended.reject(new TakenForDeadError());
        return;
      }
      onCancelled(cancelled);
      this.#heard += 1;
      if (this.#heard % LOOK_EVERY === 0) {
        const dead = await releaseDeadWorkers(pool);
        if (dead.length > 0)
          logger.warn('workers have died; their work is taken up again', { workers: dead });
      }
    } catch (error) {
      // Once for an outage.
      if (this.#heard > 0) logger.warn('no sign of life could be given', { error: describeError(error) });
      this.#heard = 0;
    }
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#beat(), HEARTBEAT_MS);
  }
}
