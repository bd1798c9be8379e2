import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The embedded database as a process of its own, which can be killed. */
export interface ServerProcess {
  readonly process: ChildProcess;
  readonly port: number;
  readonly url: string;
}

const MAIN = join(import.meta.dirname, '../src/main.ts');

/**
 * Starts `main.ts` on a directory and a free port.
 * @throws {Error} with the exit code and what was printed, if it ends before it accepts connections.
 */
export async function startServerProcess(
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = fork(MAIN, {
    env: { ...process.env, DATABASE_DIRECTORY: directory, DATABASE_PORT: '0', ...environment },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    silent: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const started = once(child, 'message');
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    throw new Error(`exit code ${String(code)}: ${printed}`);
  });
  const [message] = (await Promise.race([started, ended])) as [{ readonly port: number }];
  ended.catch(() => undefined);
  return { process: child, port: message.port, url: `postgres://systole@127.0.0.1:${message.port}/systole` };
}

/** Sends a signal and waits for the end; resolves to the exit code, or to the signal that ended it. */
export async function endProcess(
  child: ChildProcess,
  signal: NodeJS.Signals,
): Promise<number | NodeJS.Signals | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code, endedBy] = (await ended) as [number | null, NodeJS.Signals | null];
  return code ?? endedBy;
}
