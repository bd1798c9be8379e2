import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { followFile, lastLines } from './tail.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'systole-tail-'));
  file = path.join(folder, 'a.log');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the last lines of a file', () => {
  it.each([
    ['a\nb\nc\n', 2, 'b\nc\n'],
    ['a\nb\nc\n', 3, 'a\nb\nc\n'],
    ['a\nb\nc\n', 9, 'a\nb\nc\n'],
    ['a\nb\nunfinished', 2, 'b\nunfinished'],
    ['\n\n\n', 2, '\n\n'],
    ['', 5, ''],
  ])('of %j, %d of them, are %j', async (content, count, expected) => {
    writeFileSync(file, content);
    expect((await lastLines(file, count)).text).toBe(expected);
  });

  it('are found in a file of many pieces, with letters that fall on their borders', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `${index} äöü€`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { text } = await lastLines(file, 10_000);
    expect(text).toBe(`${lines.slice(-10_000).join('\n')}\n`);
  });
});

describe('following a file', () => {
  it('hands on what is added, also after a new file has taken its name', async () => {
    writeFileSync(file, 'old\n');
    const { end } = await lastLines(file, 1);
    const stop = new AbortController();
    let seen = '';
    const following = followFile(file, end, (text) => (seen += text), stop.signal);
    appendFileSync(file, 'one\n');
    await vi.waitFor(() => {
      expect(seen).toBe('one\n');
    });
    rmSync(file);
    writeFileSync(file, 'two\n');
    await vi.waitFor(() => {
      expect(seen).toBe('one\ntwo\n');
    });
    stop.abort();
    await following;
  });
});
