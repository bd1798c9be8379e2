import { describe, expect, it } from 'vitest';
import { isSchedule, nextTime, scheduleIntervalSeconds } from './schedule.ts';

/** The next times of a schedule, each asked for from the one before, as the scheduler does. */
function times(schedule: string, timeZone: string, after: string, count: number): string[] {
  const found: string[] = [];
  for (let at = new Date(after); found.length < count;) {
    const next = nextTime(schedule, timeZone, at);
    if (!next) break;
    found.push(next.toISOString());
    at = next;
  }
  return found;
}

describe('the times of a schedule', () => {
  it('are wall-clock times of its zone', () => {
    expect(times('0 2 * * *', 'America/New_York', '2025-06-29T12:00:00Z', 2)).toEqual([
      '2025-06-30T06:00:00.000Z',
      '2025-07-01T06:00:00.000Z',
    ]);
  });

  it('come once on the day whose clock skips them, right after the gap', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2025-03-29T12:00:00Z', 2)).toEqual([
      '2025-03-30T01:00:00.000Z',
      '2025-03-31T00:30:00.000Z',
    ]);
  });

  it('come once on the day whose clock shows them twice', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2025-10-25T12:00:00Z', 2)).toEqual([
      '2025-10-26T00:30:00.000Z',
      '2025-10-27T01:30:00.000Z',
    ]);
  });

  it.each([
    ['forward', '2025-03-29T22:30:00Z', 23],
    ['back', '2025-10-25T21:30:00Z', 22],
  ])('are an hour apart for an hourly one, also when clocks go %s', (_, after, hour) => {
    const start = Date.parse(`${after.slice(0, 10)}T${hour}:00:00Z`);
    expect(times('0 * * * *', 'Europe/Berlin', after, 6)).toEqual(
      Array.from({ length: 6 }, (__, i) => new Date(start + i * 3_600_000).toISOString()),
    );
  });

  it('end with a schedule that never comes', () => {
    expect(times('0 0 30 2 *', 'UTC', '2025-06-29T00:00:00Z', 1)).toEqual([]);
  });
});

describe('a schedule', () => {
  it.each(['0 2 * * *', '*/10 * * * * *', '0 8,20 * * 1-5'])('may be %s', (text) => {
    expect(isSchedule(text)).toBe(true);
  });
  it.each(['', 'never', '60 * * * *', '* * *'])('is not %j', (text) => {
    expect(isSchedule(text)).toBe(false);
  });
});

describe('the longest time between two runs', () => {
  it.each([
    ['0 * * * *', 'UTC', 3_600],
    ['0 2 * * *', 'UTC', 86_400],
    ['0 8,20 * * *', 'UTC', 12 * 3_600],
    ['0 2 * * 1-5', 'UTC', 3 * 86_400],
    ['0 0 30 2 *', 'UTC', 0],
  ])('of %s in %s is %i s', (pattern, timeZone, seconds) => {
    expect(scheduleIntervalSeconds(pattern, timeZone)).toBe(seconds);
  });
});
