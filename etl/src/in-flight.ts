/** Work that goes on while more is prepared, so much of it at once as memory allows. Disposing of it waits for its end. */
export class InFlight implements AsyncDisposable {
  readonly #most: number;
  readonly #work: Promise<unknown>[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Waits until there is room for more.
   * @throws what the oldest failed with
   */
  async room(): Promise<void> {
    if (this.#work.length >= this.#most) await this.#work.shift();
  }

  add(work: Promise<unknown>): void {
    // It is awaited later; until then its failure must not count as unhandled.
    work.catch(() => undefined);
    this.#work.push(work);
  }

  /**
   * Waits for all of it.
   * @throws what any of it failed with
   */
  async finish(): Promise<void> {
    await Promise.all(this.#work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#work);
  }
}
