import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startSystole } from './run-systole.ts';

describe('a reader that has enough, like head', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'systole-closed-output-'));
  mkdirSync(path.join(folder, 'logs'));
  writeFileSync(path.join(folder, 'logs', 'systole.log'), 'a line\n');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(['status --help', 'logs', 'logs --follow'])('is no failure of %s', async (command) => {
    const running = startSystole(command.split(' '), { DATA_DIRECTORY: folder });
    running.process.stdout?.destroy();
    expect(await running.ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
