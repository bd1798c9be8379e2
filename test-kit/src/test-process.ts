import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectPath } from './project.ts';
import { testLogger } from './test-logger.ts';

export interface TestProcess extends AsyncDisposable {
  readonly pid: number;
  /** What it has printed until now, standard output and standard error together. */
  readonly output: string;
  /** Its exit code, once it has ended; `null` after a signal that it did not handle. */
  readonly ended: Promise<number | null>;
  /**
   * Waits until what it has printed matches.
   * @throws {Error} with what it has printed, if it ends before.
   */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
}

export interface TestProcessSettings {
  /** All that it sees of the environment besides PATH, so that no test depends on whose machine it runs. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
}

/**
 * Starts one of the project's programs, such as `api/src/main.ts`, with this Node. Whatever is left of it when it is
 * disposed of gets SIGKILL.
 */
export function startProcess(
  program: string,
  { environment = {}, arguments: args = [] }: TestProcessSettings = {},
): TestProcess {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', projectPath(program), ...args],
    { env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
    if (!testLogger.silent) process.stderr.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').then(([code]) => code as number | null);

  return {
    pid: child.pid ?? 0,
    get output() {
      return output;
    },
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output);
          if (found) resolve(found);
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        void ended.then(() => {
          reject(new Error(`${program} ended without printing ${String(pattern)}; it printed:\n${output}`));
        });
        look();
      }),
    kill: (signal) => {
      child.kill(signal);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
