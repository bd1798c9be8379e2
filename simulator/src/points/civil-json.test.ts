import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilTimeJson, durationText, timestampText } from './civil-json.ts';

const seconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((second) => second * 1_000);

describe('a civil time', () => {
  it.each([
    ['2026-09-25T00:00:00Z', {}],
    ['2026-09-25T00:00:09Z', { seconds: 9 }],
    ['2026-09-25T00:10:00Z', { minutes: 10 }],
    ['2026-09-25T19:00:00Z', { hours: 19 }],
    ['2026-09-25T19:00:59Z', { hours: 19, seconds: 59 }],
  ])('of %s leaves out what is zero', (text, time) => {
    expect(JSON.parse(civilTimeJson(Date.parse(text)))).toEqual({
      date: { year: 2026, month: 9, day: 25 },
      time,
    });
  });

  it('is the one it was written from', () => {
    fc.assert(
      fc.property(seconds, (civilMs) => {
        const { date, time } = JSON.parse(civilTimeJson(civilMs)) as {
          date: Record<'year' | 'month' | 'day', number>;
          time: Partial<Record<'hours' | 'minutes' | 'seconds', number>>;
        };
        const { hours = 0, minutes = 0, seconds: second = 0 } = time;
        expect(Date.UTC(date.year, date.month - 1, date.day, hours, minutes, second)).toBe(civilMs);
        expect(Object.values(time)).not.toContain(0);
      }),
    );
  });
});

describe('a timestamp', () => {
  it('is the ISO text of its second, in whatever order they are written', () => {
    fc.assert(
      fc.property(seconds, (ms) => {
        expect(timestampText(ms)).toBe(new Date(ms).toISOString().replace('.000Z', 'Z'));
      }),
    );
  });
});

describe('a duration', () => {
  it.each([
    [0, '0s'],
    [19_800_000, '19800s'],
    [-14_400_000, '-14400s'],
  ])('of %i ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
