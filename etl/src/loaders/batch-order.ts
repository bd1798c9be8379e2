import { SystoleError } from '@systole/service-kit';

/** How far a batch is, for the one after it. None of these is ever rejected but `done`. */
interface Progress {
  /** Nothing is left to do but the commit, or it has failed. */
  readonly written: Promise<unknown>;
  /** Whether the first attempt was committed. */
  readonly firstAttempt: Promise<boolean>;
  /** Committed, or failed for good. */
  readonly done: Promise<unknown>;
}

const NOTHING_BEFORE: Progress = {
  written: Promise.resolve(),
  firstAttempt: Promise.resolve(true),
  done: Promise.resolve(),
};

/** A batch's place among others. */
export class Turn {
  #before: Progress;
  readonly #written = Promise.withResolvers<undefined>();
  readonly #firstAttempt = Promise.withResolvers<boolean>();

  constructor(before: Progress) {
    this.#before = before;
  }

  /** Resolves once the batch before has nothing left to do but its commit. */
  async toWrite(): Promise<void> {
    await this.#before.written;
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

  /** Lets the next batch begin: nothing but the commit is left. */
  written(): void {
    this.#written.resolve(undefined);
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

  /** What the next batch sees of this one, all of which is `done`. */
  progress(done: Promise<unknown>): Progress {
    const settle = () => {
      this.#written.resolve(undefined);
      this.#firstAttempt.resolve(false);
    };
    done.then(settle, settle);
    return { written: this.#written.promise, firstAttempt: this.#firstAttempt.promise, done };
  }
}

/**
 * Lets batches overlap that must be committed in order: a commit is a wait for the disk, during which the next batch can
 * be sent. As that begins only when the one before has nothing left but its commit, no batch that others can wait for
 * in the database waits for them here.
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
