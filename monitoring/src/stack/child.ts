import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from '@systole/service-kit';

/** How long a program may take until it is ready, and until it has ended. */
const PATIENCE_MS = 30_000;

export interface ChildDeclaration {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Answers with 200 once it is ready. */
  readonly readyUrl: string;
}

export interface Child {
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program and waits until it is ready; its output goes to the log, at `debug`.
 * @throws {Error} with what it printed, if it ends before, and naming the script that installs it, if it is not there.
 */
export async function startChild(declaration: ChildDeclaration, logger: Logger): Promise<Child> {
  const { name, command, readyUrl } = declaration;
  const child = spawn(command, declaration.arguments, {
    env: { ...process.env, ...declaration.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-4_000);
    logger.debug(chunk.toString().trim(), { program: name });
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);

  const ended = once(child, 'exit');
  const failed = Promise.race([
    ended.then(([code]) => new Error(`${name} ended with ${String(code)}:\n${printed}`)),
    once(child, 'error').then(() => new Error(notInstalled(command))),
  ]).catch((error: unknown) => new Error(notInstalled(command), { cause: error }));

  const stop = async () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(force);
  };
  const problem = await Promise.race([failed, ready(readyUrl)]);
  if (!problem) return { stop };
  await stop();
  throw problem;
}

function notInstalled(command: string): string {
  return `${command} is not there. Install it with scripts/install-debian-packages.sh.`;
}

async function ready(url: string): Promise<Error | undefined> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return new Error(`${url} did not answer within ${PATIENCE_MS / 1_000} seconds`);
}
