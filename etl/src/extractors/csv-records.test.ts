import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvRecords } from './csv-records.ts';
import { SourceFile } from './source-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer) {
  const file = path.join(folder, 'file.csv');
  await writeFile(file, content);
  let header: readonly string[] = [];
  const rows: (readonly [number, readonly string[]])[] = [];
  for await (const batch of csvRecords(new SourceFile(file))) {
    header = batch.header;
    rows.push(...batch.rows.map((row, index) => [batch.lines[index] ?? 0, row] as const));
  }
  return { header, rows };
}

describe('records of a CSV file', () => {
  it('have the numbers of their lines, blank lines counted and left out', async () => {
    expect(await read('a,b\n1,2\n\n , \n3,4')).toEqual({
      header: ['a', 'b'],
      rows: [
        [2, ['1', '2']],
        [5, ['3', '4']],
      ],
    });
  });

  it('have the number of the line where they begin, also after fields of several lines', async () => {
    expect((await read('a,b\n1,"x\ny"\n2,"z"\n')).rows).toEqual([
      [2, ['1', 'x\ny']],
      [4, ['2', 'z']],
    ]);
  });

  it('are found whatever the delimiter, the line ends and the compression', async () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      for (const lineEnd of ['\n', '\r\n', '\r']) {
        const text = [`a${delimiter}b`, `1${delimiter}2`, `3${delimiter}4`, ''].join(lineEnd);
        for (const content of [text, gzipSync(text)]) {
          expect((await read(content)).rows).toEqual([
            [2, ['1', '2']],
            [3, ['3', '4']],
          ]);
        }
      }
    }
  });

  it('are not read out of a gzip that was made to fill a disk', async () => {
    const rows = (count: number) => gzipSync(`a,b\n${'1,2\n'.repeat(count)}`);
    expect((await read(rows(100_000))).rows).toHaveLength(100_000);
    await expect(read(rows(5_000_000))).rejects.toThrow('more than any table packs to');
  });

  it('are read as UTF-8, UTF-16 or Windows-1252', async () => {
    const text = 'name,city\nJosé,Köln\n';
    const encodings = {
      utf8: Buffer.from(text),
      'utf8 with BOM': Buffer.from(`\uFEFF${text}`),
      utf16: Buffer.from(`\uFEFF${text}`, 'utf16le'),
      latin1: Buffer.from(text, 'latin1'),
    };
    for (const [encoding, bytes] of Object.entries(encodings)) {
      expect(await read(bytes), encoding).toEqual({
        header: ['name', 'city'],
        rows: [[2, ['José', 'Köln']]],
      });
    }
  });

  it('keep quotes within unquoted fields, and rows that are too short or too long', async () => {
    expect((await read('a,b\n5",2\n1\n1,2,3\n')).rows).toEqual([
      [2, ['5"', '2']],
      [3, ['1']],
      [4, ['1', '2', '3']],
    ]);
  });

  it('know their columns whatever the case and the invisible characters', async () => {
    expect((await read('\u200bPatient ID , VISIT-date\n')).header).toEqual(['patient_id', 'visit_date']);
  });

  it('are refused where a quote is never closed or a line is endless', async () => {
    await expect(read('a,b\n1,"never closed\n2,3\n')).rejects.toThrow('never closed');
    await expect(read(`a,b\n1,"${'x\n'.repeat(50_000)}`)).rejects.toThrow('never closed');
    await expect(read(`a,b\n${'x'.repeat(600_000)}`)).rejects.toThrow('64 KiB');
    await expect(read('\n\n')).rejects.toThrow('no header');
  });

  it('come back as they were written, over the pieces in which a large file is read', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '€', ' ', '7'), maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 30 }), async (written) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const padding = Array.from({ length: 40_000 }, (_, i) => `row${i},€\n`).join('');
        const rows = written.map(([a, b]) => `${quoted(a)},${quoted(`x${b}`)}\n`).join('');
        const found = (await read(`a,b\n${padding}${rows}`)).rows.map(([, row]) => row);
        expect(found.length).toBe(40_000 + written.length);
        expect(found.slice(40_000)).toEqual(written.map(([a, b]) => [a, `x${b}`]));
      }),
      { numRuns: 10 },
    );
  });
});
