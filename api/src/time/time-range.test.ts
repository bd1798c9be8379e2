import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { ceilToBucket, dailyRange, parseBound, timeRange, type TimeRange } from './time-range.ts';

const range = (start: string, end: string, timeZone = 'UTC') =>
  timeRange(parseBound(start), parseBound(end), timeZone);
const print = ({ start, end }: TimeRange) => [start.toString(), end.toString()];

describe('a range of dates', () => {
  it('has both days whole', () => {
    expect(print(range('2025-06-29', '2025-07-06'))).toEqual([
      '2025-06-29T00:00:00Z',
      '2025-07-07T00:00:00Z',
    ]);
  });

  it('has the days of the time zone, which summer time makes shorter or longer', () => {
    expect(print(range('2025-03-30', '2025-03-30', 'Europe/Berlin'))).toEqual([
      '2025-03-29T23:00:00Z',
      '2025-03-30T22:00:00Z',
    ]);
    expect(print(range('2025-10-26', '2025-10-26', 'Europe/Berlin'))).toEqual([
      '2025-10-25T22:00:00Z',
      '2025-10-26T23:00:00Z',
    ]);
  });

  it('begins after midnight where summer time leaves midnight out', () => {
    expect(print(range('2018-11-04', '2018-11-04', 'America/Sao_Paulo'))).toEqual([
      '2018-11-04T03:00:00Z',
      '2018-11-05T02:00:00Z',
    ]);
  });

  it('stays within the years that PostgreSQL prints with four digits', () => {
    expect(print(range('0001-01-01', '9999-12-31', 'Asia/Tokyo'))).toEqual([
      '0001-01-01T00:00:00Z',
      '9999-12-31T15:00:00Z',
    ]);
    expect(print(range('0001-01-01', '9999-12-31', 'Pacific/Pago_Pago'))[1]).toBe(
      '9999-12-31T23:59:59.999999Z',
    );
  });
});

describe('an instant', () => {
  it('is read with its offset and its microseconds', () => {
    expect(parseBound('2025-06-29T10:00:00.123456+05:30').toString()).toBe('2025-06-29T04:30:00.123456Z');
    expect(parseBound('2025-06-29t10:00:00z').toString()).toBe('2025-06-29T10:00:00Z');
  });

  it.each([
    '2025-06-29T10:00:00',
    '2025-06-29T10:00Z',
    '2025-02-30T10:00:00Z',
    '2025-06-29T10:00:00.1234567Z',
    'x',
  ])('is not %s', (text) => {
    expect(() => parseBound(text)).toThrow(RangeError);
  });

  it('is what every instant prints itself as', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59Z'),
          noInvalidDate: true,
        }),
        (date) => {
          expect((parseBound(date.toISOString()) as Temporal.Instant).epochMilliseconds).toBe(date.getTime());
        },
      ),
    );
  });
});

describe('rounding up to a bucket', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'America/St_Johns',
    'Atlantic/Azores',
    'America/Sao_Paulo',
  ];

  it('gives the first beginning that is not before, in any time zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom('minute' as const, 'hour' as const, 'day' as const),
        fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2035, 0) }),
        (zone, unit, epochMilliseconds) => {
          const instant = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds);
          const begin = ceilToBucket(instant, unit, zone);
          const local = begin.toZonedDateTimeISO(zone);
          expect(begin.epochMilliseconds).toBeGreaterThanOrEqual(epochMilliseconds);
          const longest = { minute: 60_000, hour: 3_600_000, day: 25 * 3_600_000 }[unit];
          expect(begin.epochMilliseconds - epochMilliseconds).toBeLessThan(longest);
          expect(local.second + local.millisecond).toBe(0);
          if (unit !== 'minute') expect(local.minute).toBe(0);
          if (unit === 'day') expect(local.startOfDay().equals(local)).toBe(true);
          expect(ceilToBucket(begin, unit, zone).equals(begin)).toBe(true);
        },
      ),
    );
  });
});

describe('the range of a daily dataset', () => {
  it('is the civil days that a range touches, at 00:00 UTC', () => {
    const touched = (start: string, end: string, zone: string) =>
      print(dailyRange(range(start, end, zone), zone)).map((text) => text.slice(0, 10));
    expect(touched('2025-06-29', '2025-06-30', 'Asia/Tokyo')).toEqual(['2025-06-29', '2025-07-01']);
    expect(touched('2025-06-29T02:00:00Z', '2025-06-29T05:00:00Z', 'America/New_York')).toEqual([
      '2025-06-28',
      '2025-06-30',
    ]);
    expect(touched('2025-06-29T04:00:00Z', '2025-06-30T04:00:00Z', 'America/New_York')).toEqual([
      '2025-06-29',
      '2025-06-30',
    ]);
  });
});
