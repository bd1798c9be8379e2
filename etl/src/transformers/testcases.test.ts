import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../extractors/source-file.ts';
import { importFormats } from '../import/import-formats.ts';
import { SeriesSource } from '../import/series-source.ts';
import { standardAcceptedRanges } from '../quality/biometric-rules.ts';
import { formatInstant } from '../time/instants.ts';
import { LocalClock } from '../time/local-clock.ts';

/**
 * `testcases/<format>/<case>/` holds `input.*`, `expected.json` and, where it is not UTC, `options.json`. Readings
 * stand by user as [instant, value, …attributes], rejects as [line or index, user, column, rule, raw value]. A new bug
 * becomes a new folder.
 */
const TESTCASES = path.join(import.meta.dirname, 'testcases');
const NOW = new Date('2026-01-01T00:00:00Z');

const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')) as unknown;

for (const formatKey of await readdir(TESTCASES)) {
  describe(`files of format ${formatKey}`, async () => {
    const cases = await readdir(path.join(TESTCASES, formatKey));
    it.each(cases)('are read as expected: %s', async (name) => {
      const folder = path.join(TESTCASES, formatKey, name);
      const files = await readdir(folder);
      const input = files.find((file) => file.startsWith('input.')) ?? '';
      const { timeZone = 'UTC' } = (
        files.includes('options.json') ? await json(path.join(folder, 'options.json')) : {}
      ) as {
        timeZone?: string;
      };
      const readings: Record<string, unknown[][]> = {};
      const rejects: unknown[][] = [];
      for (const source of importFormats.get(formatKey)?.sources ?? []) {
        if (!(source instanceof SeriesSource)) throw new Error(`${formatKey} has no series`);
        const parts = {
          userId: 'anna',
          clock: new LocalClock(timeZone),
          now: NOW,
          acceptedRanges: standardAcceptedRanges,
        };
        for await (const transformed of source.read(new SourceFile(path.join(folder, input)), parts)) {
          for (const { userId, length, timestamps, values, attributes } of transformed.readings) {
            for (let row = 0; row < length; row += 1) {
              const value = values[row] ?? NaN;
              const rest = attributes.map((column) => JSON.parse(column[row] ?? 'null') as unknown);
              (readings[userId] ??= []).push([
                formatInstant(timestamps[row] ?? NaN),
                Number.isNaN(value) ? null : value,
                ...rest,
              ]);
            }
          }
          for (const { userId, place, rule, rawValue, message } of transformed.rejects) {
            expect(message).not.toBe('');
            expect(place.file).toBe(input);
            rejects.push([place.line ?? place.index, userId, place.column ?? null, rule, rawValue]);
          }
        }
      }
      expect({ readings, rejects }).toEqual(await json(path.join(folder, 'expected.json')));
    });
  });
}
