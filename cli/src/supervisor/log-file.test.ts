import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from './log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'systole-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a log file', () => {
  it('is gone on with after a restart, and has no colours', () => {
    for (const line of ['\u001b[32minfo\u001b[0m first', 'second']) {
      const log = new LogFile(folder, 'api');
      log.write(line);
      log.close();
    }
    expect(readFileSync(path.join(folder, 'api.log'), 'utf8')).toBe('info first\nsecond\n');
  });

  it('is set aside when it is large, in place of the one before', () => {
    const log = new LogFile(folder, 'api');
    const line = 'x'.repeat(1_024 * 1_024);
    for (let written = 0; written < 25; written += 1) log.write(line);
    log.close();
    expect(readdirSync(folder).sort()).toEqual(['api.1.log', 'api.log']);
    expect(statSync(path.join(folder, 'api.1.log')).size).toBe(10 * (line.length + 1));
    expect(statSync(path.join(folder, 'api.log')).size).toBe(5 * (line.length + 1));
  });
});
