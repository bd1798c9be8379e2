import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parseBound, timeRange } from './time-range.ts';
import { offsetsWithin } from './zone-offsets.ts';

const hours = (start: string, end: string, zone: string) =>
  [...offsetsWithin(timeRange(parseBound(start), parseBound(end), zone), zone)].map(
    (seconds) => seconds / 3_600,
  );

describe('the offsets of a time zone within a range', () => {
  it('are one in summer, one in winter, and both over the year', () => {
    expect(hours('2025-06-01', '2025-08-31', 'Europe/Berlin')).toEqual([2]);
    expect(hours('2025-01-01', '2025-02-28', 'Europe/Berlin')).toEqual([1]);
    expect(hours('2025-01-01', '2025-12-31', 'Europe/Berlin')).toEqual([1, 2]);
  });

  it('leave out a change at the very end', () => {
    expect(hours('2025-03-29', '2025-03-30T01:00:00Z', 'Europe/Berlin')).toEqual([1]);
    expect(hours('2025-03-29', '2025-03-30T01:00:00.001Z', 'Europe/Berlin')).toEqual([1, 2]);
  });

  it('are those of half-hour and quarter-hour zones', () => {
    expect(hours('2025-01-01', '2025-12-31', 'Asia/Kolkata')).toEqual([5.5]);
    expect(hours('2025-01-01', '2025-06-30', 'Asia/Kathmandu')).toEqual([5.75]);
  });

  it('are whole minutes for all of history', () => {
    for (const zone of ['Europe/Berlin', 'Africa/Monrovia', 'Europe/Amsterdam', 'UTC']) {
      for (const offset of hours('0001-01-01', '9999-12-31', zone)) expect((offset * 60) % 1).toBe(0);
    }
  });

  it('hold the offset of every instant of the range', () => {
    const instant = fc.integer({ min: Date.UTC(1973, 0), max: Date.UTC(2039, 0) });
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca'),
        instant,
        instant,
        instant,
        (zone, ...times) => {
          const [start, between, end] = times
            .toSorted((a, b) => a - b)
            .map((time) => Temporal.Instant.fromEpochMilliseconds(time)) as [
            Temporal.Instant,
            Temporal.Instant,
            Temporal.Instant,
          ];
          fc.pre(
            start.epochMilliseconds < end.epochMilliseconds &&
              between.epochMilliseconds < end.epochMilliseconds,
          );
          const seconds = between.toZonedDateTimeISO(zone).offsetNanoseconds / 1e9;
          expect(offsetsWithin({ start, end }, zone)).toContain(seconds);
        },
      ),
    );
  });
});
