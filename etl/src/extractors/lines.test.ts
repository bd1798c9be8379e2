import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeLines } from './lines.ts';
import { SourceFileError } from './source-file.ts';

function inChunks(content: Buffer, cuts: readonly number[]): Readable {
  const ends = [...cuts.map((at) => at % (content.length + 1)), content.length].sort((a, b) => a - b);
  return Readable.from(ends.map((end, index) => content.subarray(ends[index - 1] ?? 0, end)));
}

async function linesOf(content: Buffer, cuts: readonly number[]): Promise<[line: number, text: string][]> {
  const lines: [number, string][] = [];
  for await (const { bytes, firstLine } of wholeLines('rates.csv', inChunks(content, cuts))) {
    const texts = bytes.toString('utf8').match(/[^\n]*\n|[^\n]+$/g) ?? [];
    texts.forEach((text, index) => lines.push([firstLine + index, text]));
  }
  return lines;
}

describe('the lines of a stream of bytes', () => {
  it('are the same however it is cut', async () => {
    const line = fc.constantFrom('\n', '\r\n', 'a,b\n', 'ü\n', 'a longer line, with fields\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 30 }),
        fc.constantFrom('', 'the end'),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (lines, end, hasMark, cuts) => {
          const content = Buffer.from(`${hasMark ? '\ufeff' : ''}${lines.join('')}${end}`);
          const expected = [...lines, ...(end === '' ? [] : [end])];
          expect(await linesOf(content, cuts)).toEqual(expected.map((text, index) => [index + 1, text]));
        },
      ),
    );
  });

  it('are not read without end', async () => {
    const long = Buffer.from(`first\n${'x'.repeat(70_000)}`);
    await expect(linesOf(long, [1_000, 30_000, 60_000])).rejects.toThrow(
      new SourceFileError('rates.csv', 2, 'the line is longer than 64 KiB'),
    );
  });
});
