import { metricsFailed, type Logger } from '@systole/service-kit';

/** How old the state may be before the next look at it has it read again. */
const LONGEST_AGE_MS = 60_000;

/**
 * What metrics show of the database. Looking at it never waits and never fails: it gives what was read last, and has it
 * read again in the background when that is more than a minute old.
 */
export class BackgroundState<Contents> {
  readonly #read: () => Promise<Contents>;
  readonly #logger: Logger;
  #contents: Contents;
  #readAt = -Infinity;

  constructor(initial: Contents, read: () => Promise<Contents>, logger: Logger) {
    this.#contents = initial;
    this.#read = read;
    this.#logger = logger;
  }

  get contents(): Contents {
    if (performance.now() - this.#readAt > LONGEST_AGE_MS) {
      // Before it is read, so that several gauges of one scrape ask once, and a failing database is not asked each time.
      this.#readAt = performance.now();
      void this.#update();
    }
    return this.#contents;
  }

  async #update(): Promise<void> {
    try {
      this.#contents = await this.#read();
    } catch (error) {
      metricsFailed(this.#logger, error);
    }
  }
}
