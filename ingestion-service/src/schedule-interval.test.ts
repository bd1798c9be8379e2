import { describe, expect, it } from 'vitest';
import { scheduleIntervalSeconds } from './schedule-interval.ts';

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
