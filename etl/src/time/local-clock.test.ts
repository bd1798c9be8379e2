import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, parseInstant } from './instants.ts';
import { LocalClock, isIsoDay, isoDay, parseIsoDay } from './local-clock.ts';

const wall = (text: string) => parseInstant(`${text}Z`) ?? NaN;
const instant = (text: string) => parseInstant(text);

describe('LocalClock', () => {
  it('reads wall-clock times in their zone', () => {
    const berlin = new LocalClock('Europe/Berlin');
    expect(berlin.toInstant(wall('2025-01-15T12:00:00'))).toBe(instant('2025-01-15T11:00:00Z'));
    expect(berlin.toInstant(wall('2025-07-15T12:00:00'))).toBe(instant('2025-07-15T10:00:00Z'));
  });

  it('takes the first of the two times that autumn shows twice', () => {
    expect(new LocalClock('Europe/Berlin').toInstant(wall('2025-10-26T02:30:00'))).toBe(
      instant('2025-10-26T00:30:00Z'),
    );
  });

  it('reads a time that spring skips as if the clock had not been set yet', () => {
    expect(new LocalClock('Europe/Berlin').toInstant(wall('2025-03-30T02:30:00'))).toBe(
      instant('2025-03-30T01:30:00Z'),
    );
  });

  it('agrees with Temporal at every time of a year, in zones with and without changes', () => {
    for (const timeZone of [
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'UTC',
    ]) {
      const clock = new LocalClock(timeZone);
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2026, 0, 1) }), (milliseconds) => {
          const plain = Temporal.Instant.fromEpochMilliseconds(milliseconds)
            .toZonedDateTimeISO('UTC')
            .toPlainDateTime();
          expect(clock.toInstant(milliseconds * 1_000)).toBe(
            plain.toZonedDateTime(timeZone).epochMilliseconds * 1_000,
          );
        }),
        { numRuns: 200 },
      );
    }
  });

  it('gives days of 23 and 25 hours where the clock changes', () => {
    const berlin = new LocalClock('Europe/Berlin');
    const length = (day: string) =>
      berlin.startOfDay(parseIsoDay(day) + 1) - berlin.startOfDay(parseIsoDay(day));
    expect(length('2025-03-30')).toBe(23 * HOUR);
    expect(length('2025-10-26')).toBe(25 * HOUR);
    expect(length('2025-06-01')).toBe(DAY);
  });

  it('puts each instant on the day whose bounds hold it', () => {
    const clock = new LocalClock('America/Los_Angeles');
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 0, 1) }), (milliseconds) => {
        const at = milliseconds * 1_000;
        const day = clock.dayOf(at);
        expect(clock.startOfDay(day)).toBeLessThanOrEqual(at);
        expect(clock.startOfDay(day + 1)).toBeGreaterThan(at);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a zone that does not exist', () => {
    expect(() => new LocalClock('Mars/Olympus')).toThrow(RangeError);
  });
});

describe('days as text', () => {
  it('go there and back', () => {
    expect(isoDay(parseIsoDay('2025-06-29'))).toBe('2025-06-29');
  });

  it('are told from what only looks like one', () => {
    expect(['2025-06-29', '2025-02-29', '2025-6-29', '2025-13-01', 'today', ''].filter(isIsoDay)).toEqual([
      '2025-06-29',
    ]);
  });
});
