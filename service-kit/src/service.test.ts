import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

/** Runs a service whose start is `body`, and gives its exit code and what it has printed. */
async function runsToItsEnd(body: string): Promise<{ code: number | null; output: string }> {
  const room = JSON.stringify(path.join(import.meta.dirname, 'index.ts'));
  const script = `import { once } from 'node:events';
    import { createLogger, runService } from ${room};
    // What keeps a service running: something that listens.
    setInterval(() => {}, 1000);
    await runService(async ({ onClose, signal }) => { ${body} });`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // One that does not stop must not outlive its test.
    timeout: 15_000,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'close');
  const output = await text(child.stdout);
  const [code] = (await ended) as [number | null];
  return { code, output };
}

const CLOSERS = `
  onClose('the first', async () => { process.stdout.write('closed first ') });
  onClose('the second', async () => { process.stdout.write('closed second ') });`;
const LOGGER = `return createLogger({ service: 'test', level: 'error', format: 'json' });`;
const TERMINATED = `process.kill(process.pid, 'SIGTERM')`;

describe('a service that is told to stop', () => {
  it('closes what it opened, the last first', async () => {
    const { code, output } = await runsToItsEnd(`${CLOSERS} setTimeout(() => ${TERMINATED}, 1); ${LOGGER}`);
    expect(output).toBe('closed second closed first ');
    expect(code).toBe(0);
  });

  it('while it starts, does so as soon as it has started', async () => {
    const { code, output } = await runsToItsEnd(
      `${CLOSERS} const told = once(process, 'SIGTERM'); ${TERMINATED}; await told; ${LOGGER}`,
    );
    expect(output).toBe('closed second closed first ');
    expect(code).toBe(0);
  });

  it('while it starts, may give up its start', async () => {
    const { code, output } = await runsToItsEnd(
      `${CLOSERS} const told = once(signal, 'abort'); ${TERMINATED}; await told; signal.throwIfAborted();`,
    );
    expect(output).toBe('closed second closed first ');
    expect(code).toBe(0);
  });
});
