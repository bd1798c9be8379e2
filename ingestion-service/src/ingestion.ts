import {
  ingestSettings,
  ingestUser,
  startDateOf,
  type PipelineContext,
  type RunReport,
  type RunTrigger,
} from '@systole/etl';
import { describeError, retryTransient } from '@systole/service-kit';
import type { Configuration } from './configuration.ts';
import { runDueMaintenance } from './maintenance.ts';

/** Users who are brought up to date at the same time. */
const CONCURRENT_USERS = 4;

/** For a database that goes away between two batches; a batch has patience of its own. */
const USER_RETRIES = { operation: 'round of a user', retries: 10, firstDelayMs: 500, longestDelayMs: 30_000 };

export interface LastIngestion {
  readonly trigger: RunTrigger;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly runs: number;
  readonly failedRuns: number;
}

/** Brings the users of this process up to date, one round at a time: who asks during a round gets one more after it. */
export class Ingestion {
  readonly #context: PipelineContext;
  readonly #configuration: Configuration;
  readonly #users: ReturnType<typeof ingestSettings>;
  #round: Promise<readonly RunReport[]> | undefined;
  #next: Promise<readonly RunReport[]> | undefined;
  #last: LastIngestion | undefined;
  /** Called after each round. */
  onRound: (last: LastIngestion) => void = () => undefined;

  constructor(context: PipelineContext, configuration: Configuration) {
    this.#context = context;
    this.#configuration = configuration;
    const { logger, observer, signal } = context;
    this.#users = ingestSettings(configuration, logger, observer.onRequest, signal);
  }

  get isRunning(): boolean {
    return this.#round !== undefined;
  }

  get last(): LastIngestion | undefined {
    return this.#last;
  }

  /** Starts a round, or joins the one that is to follow the present one. Never rejects for what a run met. */
  run(trigger: RunTrigger): Promise<readonly RunReport[]> {
    if (!this.#round) {
      this.#round = this.#runRound(trigger).finally(() => (this.#round = undefined));
      return this.#round;
    }
    this.#next ??= this.#round.then(() => {
      this.#next = undefined;
      return this.#context.signal?.aborted ? [] : this.run(trigger);
    });
    return this.#next;
  }

  /** Resolves when nothing runs any more; the signal of the context makes that soon. */
  async idle(): Promise<void> {
    while (this.#round) await this.#round;
  }

  async #runRound(trigger: RunTrigger): Promise<readonly RunReport[]> {
    const { logger, pool, features, signal } = this.#context;
    const startedAt = new Date();
    const reports: RunReport[] = [];
    let failedUsers = 0;
    const waiting = [...this.#users];
    const worker = async () => {
      for (let user = waiting.shift(); user && !signal?.aborted; user = waiting.shift()) {
        try {
          const startDate = startDateOf(this.#configuration, startedAt);
          const settings = { ...user, startDate, trigger };
          // Where it stopped is in the ledger, so the whole of it can be tried again.
          const ofUser = await retryTransient(
            `ingestion of ${user.userId}`,
            () => ingestUser(this.#context, settings),
            { ...USER_RETRIES, logger, signal },
          );
          reports.push(...ofUser);
        } catch (error) {
          failedUsers += 1;
          logger.error('ingestion could not be carried out', {
            user: user.userId,
            error: describeError(error),
          });
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_USERS }, worker));
    if (features.embedded && !signal?.aborted) await runDueMaintenance(pool, logger, signal);
    const failedRuns = reports.filter(({ status }) => status === 'failed').length + failedUsers;
    const last = {
      trigger,
      startedAt: startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      runs: reports.length,
      failedRuns,
    };
    this.#last = last;
    if (!signal?.aborted) this.onRound(last);
    logger.info('ingestion done', {
      trigger,
      users: this.#users.length,
      runs: reports.length,
      failed: failedRuns,
      inserted: reports.reduce((sum, { inserted }) => sum + inserted, 0),
      updated: reports.reduce((sum, { updated }) => sum + updated, 0),
      rejected: reports.reduce((sum, { rejected }) => sum + rejected, 0),
    });
    return reports;
  }
}
