import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { projectPath } from '@systole/test-kit';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningSystole {
  readonly process: ChildProcess;
  /** All that it has printed so far, both streams as they came. */
  readonly printed: () => string;
  readonly ended: Promise<Outcome>;
}

/** Starts the command as a process of its own, as a shell would, without a terminal. */
export function startSystole(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningSystole {
  const child = spawn(process.execPath, [projectPath('cli/bin/systole.js'), ...args], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that a test can send what Ctrl-C sends: a signal to the whole group.
    detached: true,
  });
  let [stdout, stderr, printed] = ['', '', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    printed += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { process: child, printed: () => printed, ended };
}

/** Runs the command to its end. */
export function runSystole(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return startSystole(args, environment).ended;
}

/** What Ctrl-C does: SIGINT to the command and to the launcher in front of it. */
export function pressControlC({ process: { pid } }: RunningSystole): void {
  if (pid === undefined) throw new Error('the command did not start');
  process.kill(-pid, 'SIGINT');
}
