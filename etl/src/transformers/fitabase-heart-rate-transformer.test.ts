import { heartRateIntraday } from '@systole/catalog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingRules } from '../quality/reading-rules.ts';
import { LocalClock } from '../time/local-clock.ts';
import type { Transformed } from './base-transformer.ts';
import { FitabaseHeartRateTransformer } from './fitabase-heart-rate-transformer.ts';

const NOW = new Date('2025-07-01T12:00:00Z');

function transform(text: string, firstLine: number): Transformed {
  const rules = new ReadingRules(heartRateIntraday, NOW);
  return new FitabaseHeartRateTransformer(new LocalClock('Europe/Berlin'), rules).transform({
    payload: { bytes: Buffer.from(text), firstLine },
    place: { file: 'heart.csv' },
  });
}

/** All that was taken, as [user, timestamp, value], by user and in the order of the file. */
function taken(pieces: readonly Transformed[]): [string, number, number][] {
  const rows = pieces.flatMap(({ readings }) =>
    readings.flatMap(({ userId, length, timestamps, values }) =>
      Array.from({ length }, (_, row): [string, number, number] => [
        userId,
        timestamps[row] ?? NaN,
        values[row] ?? NaN,
      ]),
    ),
  );
  return Object.values(Object.groupBy(rows, ([userId]) => userId)).flatMap((ofUser) => ofUser ?? []);
}

const number = (min: number, max: number) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min, max }).map(String) },
    { weight: 1, arbitrary: fc.integer({ min, max }).map((value) => String(value).padStart(2, '0')) },
    { weight: 1, arbitrary: fc.constantFrom('', '0', '-1', '99', '1000', '1.5', 'x', ' 7') },
  );
const line = fc
  .tuple(
    fc.constantFrom('2022484408', '20224844089', 'b', '', ' b', 'é'),
    fc.tuple(number(1, 12), number(1, 31), fc.constantFrom('2016', '2025', '16')),
    fc.tuple(number(1, 12), number(0, 59), number(0, 59), fc.constantFrom('AM', 'PM', 'PM', 'pm', 'M')),
    number(30, 320),
    fc.constantFrom('', '', '', '\r', ' ', ',', ',1'),
  )
  .map(
    ([user, day, [hour, minute, second, half], value, end]) =>
      `${user},${day.join('/')} ${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')} ${half},${value}${end}`,
  );

describe('reading Fitabase lines byte by byte', () => {
  it('takes and refuses what the slow way does, line by line', () => {
    const lines = fc.array(fc.oneof(line, fc.constantFrom('', ' ', '\r', 'nonsense')), { maxLength: 12 });
    fc.assert(
      fc.property(lines, fc.boolean(), (rows, isLineEndLast) => {
        // Twice each: only a line after one of the same user is read byte by byte, only one of the same day by its bytes.
        const doubled = rows.flatMap((row) => [row, row]);
        const whole = transform(doubled.join('\n') + (isLineEndLast ? '\n' : ''), 2);
        // The first line of a piece is always read the slow way.
        const alone = doubled.map((row, index) => transform(row, index + 2));
        expect(taken([whole])).toEqual(taken(alone));
        expect(whole.rejects).toEqual(alone.flatMap(({ rejects }) => rejects));
      }),
      { numRuns: 500 },
    );
  });
});
