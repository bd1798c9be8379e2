import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingsBuilder, inTimeOrder, sliceReadings, type Readings } from './readings.ts';

const rowsOf = ({ length, timestamps, values, attributes }: Readings) =>
  Array.from({ length }, (_, i) => [timestamps[i], values[i], ...attributes.map((column) => column[i])]);

const built = (rows: readonly (readonly [number, number])[]) => {
  const builder = new ReadingsBuilder('anna', 1, 1);
  rows.forEach(([timestamp, value], index) => {
    builder.addWithAttributes(timestamp, value, [`"${index}"`]);
  });
  return builder;
};

describe('inTimeOrder', () => {
  it('sorts by time and keeps the last of several with one timestamp', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 200 })));
    fc.assert(
      fc.property(rows, (given) => {
        const last = new Map(
          given.map(([timestamp, value], index) => [timestamp, [timestamp, value, `"${index}"`]]),
        );
        const expected = [...last.values()].sort((a, b) => Number(a[0]) - Number(b[0]));
        expect(rowsOf(inTimeOrder(built(given)))).toEqual(expected);
      }),
    );
  });

  it('gives readings back as they are when they are in order already', () => {
    const readings = built([
      [1, 60],
      [2, 61],
    ]);
    expect(inTimeOrder(readings)).toBe(readings);
  });
});

describe('ReadingsBuilder', () => {
  it('appends and slices without mixing rows up', () => {
    const all = built([
      [1, 60],
      [2, 61],
    ]);
    all.append(
      built([
        [3, 62],
        [4, 63],
      ]),
    );
    expect(rowsOf(sliceReadings(all, 1, 3))).toEqual([
      [2, 61, '"1"'],
      [3, 62, '"0"'],
    ]);
  });
});
