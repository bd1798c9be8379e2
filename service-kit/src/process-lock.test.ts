import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ProcessLock } from './process-lock.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'systole-lock-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('a process lock', () => {
  it('is had by one at a time, who is known, and is free again when given back', () => {
    const lock = new ProcessLock(directory, 'own');
    expect(lock.isTaken).toBe(false);
    const taken = lock.take();
    expect(taken).toBeDefined();
    expect([lock.take(), lock.isTaken, lock.owner]).toEqual([undefined, true, process.pid]);
    taken?.[Symbol.dispose]();
    expect([lock.isTaken, lock.owner]).toEqual([false, undefined]);
  });

  it('goes with a process that is killed, whatever files that leaves behind', async () => {
    const module = path.join(import.meta.dirname, 'process-lock.ts');
    const script = `import { ProcessLock } from ${JSON.stringify(module)};
      new ProcessLock(${JSON.stringify(directory)}, 'other').take();
      process.stdout.write('taken');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(holder.stdout, 'data');
    const lock = new ProcessLock(directory, 'other');
    expect([lock.take(), lock.owner]).toEqual([undefined, holder.pid]);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const taken = lock.take();
    expect(taken).toBeDefined();
    taken?.[Symbol.dispose]();
  });
});
