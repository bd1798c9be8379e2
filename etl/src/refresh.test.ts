import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignToBuckets, mergeRanges } from './refresh.ts';
import { SECOND } from './time/instants.ts';

describe('alignToBuckets', () => {
  it('gives the smallest run of whole buckets that holds the range', () => {
    const instant = fc.integer({ min: -(10 ** 15), max: 10 ** 15 });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 10 ** 12 }),
        fc.constantFrom(60, 3_600, 86_400),
        (start, length, seconds) => {
          const width = seconds * SECOND;
          const aligned = alignToBuckets({ start, end: start + length }, seconds);
          expect(Math.abs(aligned.start % width) + Math.abs(aligned.end % width)).toBe(0);
          expect(aligned.start).toBeLessThanOrEqual(start);
          expect(aligned.start).toBeGreaterThan(start - width);
          expect(aligned.end).toBeGreaterThanOrEqual(start + length);
          expect(aligned.end).toBeLessThan(start + length + width);
        },
      ),
    );
  });
});

describe('mergeRanges', () => {
  it('joins what overlaps or touches and leaves the rest apart', () => {
    expect(
      mergeRanges([
        { start: 0, end: 5 },
        { start: 3, end: 4 },
        { start: 5, end: 7 },
        { start: 9, end: 10 },
      ]),
    ).toEqual([
      { start: 0, end: 7 },
      { start: 9, end: 10 },
    ]);
  });
});
