const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** Who ran as long as this has recovered from what made it crash before. */
const STABLE_MS = 60_000;

/** How long to wait before a crashed process starts again: twice as long after each crash that follows another. */
export class BackOff {
  readonly #firstDelayMs: number;
  #crashes = 0;

  constructor(firstDelayMs = FIRST_DELAY_MS) {
    this.#firstDelayMs = firstDelayMs;
  }

  /** @param livedMs how long the process ran before this crash */
  nextDelayMs(livedMs: number): number {
    this.#crashes = livedMs >= STABLE_MS ? 1 : this.#crashes + 1;
    return Math.min(this.#firstDelayMs * 2 ** (this.#crashes - 1), LONGEST_DELAY_MS);
  }
}
