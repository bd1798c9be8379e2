import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from '@systole/service-kit';
import { BackOff } from './back-off.ts';
import type { ProcessDeclaration } from './process-declaration.ts';
import { waitUntilReady } from './readiness.ts';

/** Lines of standard error that are kept to be shown again when the process cannot go on. */
const LAST_WORDS = 20;

export interface ProcessSettings {
  readonly onLine: (line: string) => void;
  /** What becomes of the process, in a few words. */
  readonly say: (text: string) => void;
  /** How long it may take to end after SIGTERM. */
  readonly graceMs: number;
  readonly firstDelayMs?: number | undefined;
}

/** A process that must not be started again: its exit code says that another start would end the same way. */
export class ProcessFailedError extends Error {
  override readonly name = 'ProcessFailedError';
  readonly exitCode: number;

  constructor({ name }: ProcessDeclaration, end: string, exitCode: number, lastWords: readonly string[]) {
    super([`${name} ${end}${lastWords.length > 0 ? ':' : '.'}`, ...lastWords].join('\n'));
    this.exitCode = exitCode;
  }
}

/** Keeps one declared process running until it is stopped. */
export class SupervisedProcess {
  readonly declaration: ProcessDeclaration;
  readonly #settings: ProcessSettings;
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(declaration: ProcessDeclaration, settings: ProcessSettings) {
    this.declaration = declaration;
    this.#settings = settings;
  }

  /**
   * Starts the process, and again whenever it crashes, until {@link stop}; a job ends by itself.
   * @param onReady called once, when it is ready for the first time
   * @throws {ProcessFailedError} when it must not be started again
   */
  async run(onReady: () => void): Promise<void> {
    const { say, firstDelayMs } = this.#settings;
    const { name, readiness } = this.declaration;
    const backOff = new BackOff(firstDelayMs);
    while (!this.#isStopping()) {
      const startedAt = performance.now();
      const { code, signal, lastWords } = await this.#runOnce(onReady);
      if (this.#isStopping()) return;
      if (readiness === 'exit' && code === EXIT.success) {
        onReady();
        return;
      }
      const end = code === null ? `was ended by ${String(signal)}` : `ended with exit code ${code}`;
      if (code === EXIT.usage) throw new ProcessFailedError(this.declaration, end, EXIT.usage, lastWords);
      if (readiness === 'exit') throw new ProcessFailedError(this.declaration, end, EXIT.failure, lastWords);
      const delayMs = backOff.nextDelayMs(performance.now() - startedAt);
      say(`${name} ${end}; it starts again in ${formatDelay(delayMs)}`);
      await sleep(delayMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** Ends the process with SIGTERM, or with SIGKILL where the grace period is over, and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (!child) return;
    const { say, graceMs } = this.#settings;
    child.kill('SIGTERM');
    const grace = setTimeout(() => {
      say(`${this.declaration.name} did not end within ${graceMs / 1_000} s: SIGKILL`);
      this.kill();
    }, graceMs);
    await this.#ended;
    clearTimeout(grace);
  }

  /** Ends the process and all it started, at once. */
  kill(): void {
    this.#stopping.abort();
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #runOnce(onReady: () => void) {
    const { onLine, say } = this.#settings;
    const { name, script, environment, readiness } = this.declaration;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
      env: { ...process.env, ...environment },
      // A process group of its own: Ctrl-C reaches the supervisor alone, which then stops all in order.
      detached: true,
      // The IPC channel closes with the supervisor, however that ends; runService in service-kit ends with it.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    const lastWords: string[] = [];
    const { stdout, stderr } = child;
    if (stdout) createInterface({ input: stdout }).on('line', onLine);
    if (stderr) {
      createInterface({ input: stderr }).on('line', (line) => {
        onLine(line);
        lastWords.push(line);
        if (lastWords.length > LAST_WORDS) lastWords.shift();
      });
    }

    const ended = new AbortController();
    if (readiness !== 'exit') {
      waitUntilReady(readiness, AbortSignal.any([ended.signal, this.#stopping.signal]), (missing) => {
        say(`still waiting for ${name}: ${missing}`);
      }).then(onReady, () => undefined);
    }
    // `close`, unlike `exit`, comes after its last line.
    const closed = once(child, 'close');
    this.#ended = closed;
    const [code, signal] = (await closed) as [number | null, NodeJS.Signals | null];
    ended.abort();
    this.#child = undefined;
    return { code, signal, lastWords };
  }
}

function formatDelay(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 1_000)} s`;
}
