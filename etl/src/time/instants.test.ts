import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysFromCivil, formatInstant, isCalendarDay, parseInstant } from './instants.ts';

const anyMilliseconds = fc.integer({ min: Date.UTC(1800, 0, 1), max: Date.UTC(2200, 0, 1) });

describe('parseInstant', () => {
  it('agrees with Date on every timestamp that Date writes', () => {
    fc.assert(
      fc.property(anyMilliseconds, (milliseconds) => {
        expect(parseInstant(new Date(milliseconds).toISOString())).toBe(milliseconds * 1_000);
      }),
    );
  });

  it('keeps microseconds, cuts what is finer, and applies offsets', () => {
    expect(parseInstant('1970-01-01T00:00:00.000001Z')).toBe(1);
    expect(parseInstant('1970-01-01T00:00:00.123456789Z')).toBe(123_456);
    expect(parseInstant('1970-01-01T02:00:00+02:00')).toBe(0);
    expect(parseInstant('1969-12-31T19:30:00-04:30')).toBe(0);
  });

  it.each([
    '',
    '2025-06-29',
    '2025-06-29T00:00:00',
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-06-29T24:00:00Z',
    '2025-06-29T00:60:00Z',
    '2025-06-29T00:00:00+99:00',
    ' 2025-06-29T00:00:00Z',
    '2025-06-29 00:00:00Z',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('formatInstant', () => {
  it('is undone by parseInstant', () => {
    fc.assert(
      fc.property(anyMilliseconds, fc.integer({ min: 0, max: 999 }), (milliseconds, microseconds) => {
        const instant = milliseconds * 1_000 + microseconds;
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
    );
  });
});

describe('daysFromCivil', () => {
  it('agrees with Date.UTC', () => {
    fc.assert(
      fc.property(anyMilliseconds, (milliseconds) => {
        const date = new Date(milliseconds);
        expect(daysFromCivil(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(
          Math.floor(milliseconds / 86_400_000),
        );
      }),
    );
  });
});

describe('isCalendarDay', () => {
  it('knows leap years', () => {
    expect(isCalendarDay(2024, 2, 29)).toBe(true);
    expect(isCalendarDay(2025, 2, 29)).toBe(false);
    expect(isCalendarDay(1900, 2, 29)).toBe(false);
    expect(isCalendarDay(2000, 2, 29)).toBe(true);
  });
});
