import { EXIT } from '@systole/service-kit';
import type { LogOutput } from './log-output.ts';
import type { ProcessDeclaration } from './process-declaration.ts';
import { ProcessFailedError, SupervisedProcess } from './supervised-process.ts';

const GRACE_MS = 15_000;

export interface SupervisorSettings {
  readonly output: LogOutput;
  /** Called once, when every process is ready. */
  readonly onAllReady: (seconds: number) => void;
  readonly graceMs?: number;
  /** Delay before the first restart of a crashed process. */
  readonly firstDelayMs?: number;
}

/** Runs declared processes side by side: starts each when those it comes after are ready, stops all in reverse order. */
export class Supervisor {
  readonly #settings: SupervisorSettings;
  readonly #processes: readonly SupervisedProcess[];
  readonly #stop = Promise.withResolvers<number>();
  #isStopping = false;

  /** @param declarations in the order of their start; a process comes behind all that it names in `after` */
  constructor(declarations: readonly ProcessDeclaration[], settings: SupervisorSettings) {
    this.#settings = settings;
    const { output, graceMs = GRACE_MS, firstDelayMs } = settings;
    this.#processes = declarations.map(
      (declaration) =>
        new SupervisedProcess(declaration, {
          onLine: (line) => {
            output.write(declaration.name, line);
          },
          say: (text) => {
            output.say(text);
          },
          graceMs,
          firstDelayMs,
        }),
    );
  }

  /**
   * Runs until {@link stop}, or until a process fails that must not be started again.
   * @returns the exit code
   */
  async run(): Promise<number> {
    const { output, onAllReady } = this.#settings;
    const startedAt = performance.now();
    const ready = new Map<string, Promise<undefined>>();
    for (const process of this.#processes) {
      const { name, after } = process.declaration;
      const { promise, resolve } = Promise.withResolvers<undefined>();
      ready.set(name, promise);
      const others = after.flatMap((other) => ready.get(other) ?? []);
      void Promise.all(others).then(() =>
        this.#keepRunning(process, () => {
          resolve(undefined);
        }),
      );
    }
    void Promise.all(ready.values()).then(() => {
      if (!this.#isStopping) onAllReady((performance.now() - startedAt) / 1_000);
    });

    const exitCode = await this.#stop.promise;
    for (const process of this.#processes.toReversed()) await process.stop();
    output.say('everything has stopped');
    return exitCode;
  }

  /** Stops all in order; called a second time, kills what is left. */
  stop(why: string, exitCode: number = EXIT.success): void {
    if (this.#isStopping) {
      for (const process of this.#processes) process.kill();
      return;
    }
    this.#isStopping = true;
    this.#settings.output.say(why);
    this.#stop.resolve(exitCode);
  }

  async #keepRunning(process: SupervisedProcess, onReady: () => void): Promise<void> {
    if (this.#isStopping) return;
    try {
      await process.run(onReady);
    } catch (error) {
      if (!(error instanceof ProcessFailedError)) throw error;
      for (const line of error.message.split('\n')) this.#settings.output.say(line);
      this.stop('stopping everything: this will not get better by itself', error.exitCode);
    }
  }
}
