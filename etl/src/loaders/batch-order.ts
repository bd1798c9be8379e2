import { SystoleError, retryTransient, type Logger } from '@systole/service-kit';

/** What several attempts at one batch are allowed to take: about five minutes, long enough for a restart. */
const BATCH_RETRIES = { operation: 'batch', retries: 14, firstDelayMs: 250, longestDelayMs: 30_000 };

/** A batch, as far as trying it again is concerned. */
export interface BatchAttempts<Result> {
  /** For the log. */
  readonly name: string;
  /** One attempt, which commits. */
  readonly attempt: () => Promise<Result>;
  /** Whether an attempt whose commit went unanswered had been committed after all. */
  readonly wasCommitted: () => Promise<boolean>;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** How far a batch is, for the one after it. None of these is ever rejected but `done`. */
interface Progress {
  /** The next may begin. */
  readonly mayNextBegin: Promise<unknown>;
  /** Whether the first attempt was committed. */
  readonly firstAttempt: Promise<boolean>;
  /** Committed, or failed for good. */
  readonly done: Promise<unknown>;
}

const NOTHING_BEFORE: Progress = {
  mayNextBegin: Promise.resolve(),
  firstAttempt: Promise.resolve(true),
  done: Promise.resolve(),
};

/** A batch's place among others. */
export class Turn {
  #before: Progress;
  readonly #mayNextBegin = Promise.withResolvers<undefined>();
  readonly #firstAttempt = Promise.withResolvers<boolean>();

  constructor(before: Progress) {
    this.#before = before;
  }

  /** Resolves once the batch before is as far as it says it must be, or has failed. */
  async toBegin(): Promise<void> {
    await this.#before.mayNextBegin;
  }

  /**
   * Resolves once the batch before is committed.
   * @throws {SystoleError} transient, where that has to be tried again: this one must not hold a transaction meanwhile
   */
  async toCommit(): Promise<void> {
    if (!(await this.#before.firstAttempt)) {
      throw new SystoleError('transient', 'the batch before it has to be tried again');
    }
  }

  /**
   * Resolves once the batch before is committed, however often that is tried.
   * @throws what it failed with for good
   */
  async afterAll(): Promise<void> {
    await this.#before.done;
    this.#before = NOTHING_BEFORE;
  }

  /** Lets the next batch begin, from where on nothing of this one can have to wait for it. */
  letNextBegin(): void {
    this.#mayNextBegin.resolve(undefined);
  }

  /** One attempt at the batch, up to its commit. */
  async attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      this.#firstAttempt.resolve(true);
      return result;
    } catch (error) {
      this.#firstAttempt.resolve(false);
      throw error;
    }
  }

  /**
   * Tries a batch until it is committed, and not once more; from the second time on after all that come before it.
   * @returns undefined where an earlier attempt had been committed after all
   * @throws what the database said, once retries are used up or were pointless
   */
  async untilCommitted<Result>({
    name,
    attempt: work,
    wasCommitted,
    logger,
    signal,
  }: BatchAttempts<Result>): Promise<Result | undefined> {
    return retryTransient(
      name,
      async (attempt) => {
        if (attempt > 1) {
          await this.afterAll();
          if (await wasCommitted()) return undefined;
        }
        return this.attempt(work);
      },
      { ...BATCH_RETRIES, logger, signal },
    );
  }

  /** What the next batch sees of this one, all of which is `done`. */
  progress(done: Promise<unknown>): Progress {
    const settle = () => {
      this.#mayNextBegin.resolve(undefined);
      this.#firstAttempt.resolve(false);
    };
    done.then(settle, settle);
    return { mayNextBegin: this.#mayNextBegin.promise, firstAttempt: this.#firstAttempt.promise, done };
  }
}

/**
 * Lets batches overlap that must be committed in order: what costs the server time without standing in another's way, a
 * wait for the disk above all, is done for one while the next is sent. Where a batch lets the next begin only when that
 * can hold nothing the first still needs, neither can wait for ever for the other.
 */
export class BatchOrder {
  #last = NOTHING_BEFORE;

  /** Calls `work` at once, with its place after that of the call before. */
  inTurn<Result>(work: (turn: Turn) => Promise<Result>): Promise<Result> {
    const turn = new Turn(this.#last);
    const done = work(turn);
    this.#last = turn.progress(done);
    return done;
  }
}
