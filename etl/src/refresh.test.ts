import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignToBuckets, inPieces, mergeRanges } from './refresh.ts';
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

describe('inPieces', () => {
  const MINUTE = 60 * SECOND;

  it('covers the range from end to end, in buckets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 15), max: 10 ** 15 }),
        fc.integer({ min: 1, max: 10 ** 13 }),
        fc.integer({ min: 1, max: 4 }),
        (start, length, most) => {
          const range = { start, end: start + length };
          const pieces = inPieces(range, 60, most);
          expect(pieces.length).toBeLessThanOrEqual(most);
          const whole = alignToBuckets(range, 60);
          expect(pieces[0]?.start).toBe(whole.start);
          // Compared by their difference: either may be minus zero.
          expect((pieces.at(-1)?.end ?? NaN) - whole.end).toBe(0);
          for (const [index, piece] of pieces.entries()) {
            expect(Math.abs(piece.start % MINUTE)).toBe(0);
            expect(piece.end).toBeGreaterThan(piece.start);
            if (index > 0) expect(piece.start).toBe(pieces[index - 1]?.end);
          }
        },
      ),
    );
  });

  it('makes no pieces of what is short', () => {
    const days = (count: number) => ({ start: 0, end: count * 1_440 * MINUTE });
    expect(inPieces(days(1), 60, 2)).toEqual([days(1)]);
    expect(inPieces(days(2), 60, 2)).toEqual([days(1), { start: days(1).end, end: days(2).end }]);
    expect(inPieces(days(30), 3_600, 2)).toEqual([days(30)]);
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
