import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startOfDay, toCivil, toInstant } from './zoned-time.ts';

const at = (text: string) => Date.parse(text);
const clock = (hour: number, minute = 0) => ({ hour, minute, second: 0 });

describe('civil times of a zone', () => {
  it('are found for instants, and lead back to them', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'Asia/Kolkata',
      'America/St_Johns',
      'Pacific/Apia',
      'Atlantic/Azores',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('1990-01-01T00:00:00Z') / 1_000, max: at('2037-01-01T00:00:00Z') / 1_000 }),
        (zone, seconds) => {
          const civil = toCivil(seconds * 1_000, zone);
          // Of a time that comes twice the first is given: the same clock, perhaps an hour earlier.
          expect(toCivil(toInstant(civil, zone), zone)).toEqual(civil);
        },
      ),
    );
  });

  it('that come twice are the first of the two', () => {
    expect(toInstant({ year: 2025, month: 10, day: 26, ...clock(2, 30) }, 'Europe/Berlin')).toBe(
      at('2025-10-26T00:30:00Z'),
    );
  });

  it('that are skipped are moved on by the hour that is missing', () => {
    expect(toInstant({ year: 2025, month: 3, day: 30, ...clock(2, 30) }, 'Europe/Berlin')).toBe(
      at('2025-03-30T01:30:00Z'),
    );
  });

  it('begin a day at its midnight, also where days have 23 or 25 hours', () => {
    const spring = startOfDay(at('2025-03-30T12:00:00Z'), 'Europe/Berlin');
    expect(spring).toBe(at('2025-03-29T23:00:00Z'));
    expect(startOfDay(spring, 'Europe/Berlin', 1)).toBe(at('2025-03-30T22:00:00Z'));
    expect(startOfDay(at('2025-10-26T12:00:00Z'), 'Europe/Berlin', 1)).toBe(at('2025-10-26T23:00:00Z'));
  });
});
