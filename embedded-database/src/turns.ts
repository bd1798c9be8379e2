/**
 * Whose turn it is: one engine serves all connections, so a transaction has it to itself and everybody else queues, first
 * come first served.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  /** Does `work` when it is the caller's turn, and passes the turn on when it has settled. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The turn stays taken in between: a newcomer must not slip in before the one who is woken.
      if (next) next();
      else this.#taken = false;
    }
  }
}
