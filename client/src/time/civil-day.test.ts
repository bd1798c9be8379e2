import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, formatDay, parseDay, rangeOfDay, weekdayOf } from './civil-day.ts';
import { HOUR } from './time-range.ts';

describe('a day of the calendar', () => {
  it.each(['2026-11-21', '2024-02-29', '1999-12-31'])('is read from %s', (text) => {
    expect(parseDay(text)).toBe(text);
  });

  it.each(['', 'today', '2026-02-29', '2026-06-31', '2026-13-01', '2026-1-1', '2026-11-21T00:00', '<b>'])(
    'is not read from "%s"',
    (text) => {
      expect(parseDay(text)).toBeUndefined();
    },
  );

  it('begins and ends at the midnights of its zone, also where the clocks change', () => {
    const lengthIn = (day: string, zone: string) => {
      const { start, end } = rangeOfDay(day, zone);
      return (end - start) / HOUR;
    };
    expect(new Date(rangeOfDay('2026-11-21', 'Europe/Berlin').start).toISOString()).toBe(
      '2026-11-20T23:00:00.000Z',
    );
    expect(lengthIn('2026-11-21', 'Europe/Berlin')).toBe(24);
    expect(lengthIn('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(lengthIn('2026-10-25', 'Europe/Berlin')).toBe(25);
  });

  it('is the one that the calendar of a zone shows at an instant', () => {
    const instant = Date.parse('2026-11-20T23:30:00Z');
    expect(dayOf(instant, 'UTC')).toBe('2026-11-20');
    expect(dayOf(instant, 'Europe/Berlin')).toBe('2026-11-21');
    expect(dayOf(instant, 'America/New_York')).toBe('2026-11-20');
  });

  it('is counted from without regard to clocks', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
    expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
  });

  it('has a weekday and a name', () => {
    expect(weekdayOf('2026-11-23')).toBe(1);
    expect(weekdayOf('2026-11-22')).toBe(7);
    expect(formatDay('2026-11-21')).toBe('Saturday, 21 November 2026');
  });
});
