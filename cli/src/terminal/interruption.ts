/** Exit codes that shells give to processes which a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Turns the first Ctrl-C, or SIGTERM, into an abort that lets the work in hand come to its end; the second exits. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #message: string;
  #exitCode: number | undefined;

  /** @param message printed when it happens */
  constructor(message: string) {
    this.#message = message;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, this.#interrupt);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** undefined where nothing has interrupted. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  [Symbol.dispose](): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, this.#interrupt);
  }

  readonly #interrupt = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (this.#exitCode !== undefined) process.exit(this.#exitCode);
    this.#exitCode = EXIT_CODES[signal];
    process.stderr.write(`\n${this.#message}\n`);
    this.#controller.abort(new Error('interrupted'));
  };
}
