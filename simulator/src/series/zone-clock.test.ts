import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { DAY_MS, ZoneClock } from './zone-clock.ts';

/** Half hours of summer time, changes at midnight, none at all, and offsets of quarter hours. */
const ZONES = [
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'UTC',
  'Asia/Kathmandu',
  'America/Santiago',
];

const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) });

describe.each(ZONES)('the clock of %s', (zone) => {
  it('agrees with the calendar on offsets and days, in whatever order it is asked', () => {
    const clock = new ZoneClock(zone);
    fc.assert(
      fc.property(instants, (instant) => {
        const truth = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        expect(clock.offsetMs(instant)).toBe(truth.offsetNanoseconds / 1e6);
        expect(new Date(clock.dayOf(instant) * DAY_MS).toISOString().slice(0, 10)).toBe(
          truth.toPlainDate().toString(),
        );
      }),
    );
  });

  it('begins a day where the day before it ends', () => {
    const clock = new ZoneClock(zone);
    fc.assert(
      fc.property(fc.integer({ min: 19_724, max: 22_645 }), (day) => {
        const start = clock.startOfDay(day);
        expect([clock.dayOf(start - 1), clock.dayOf(start)]).toEqual([day - 1, day]);
      }),
    );
  });
});
