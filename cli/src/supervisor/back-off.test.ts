import { describe, expect, it } from 'vitest';
import { BackOff } from './back-off.ts';

describe('the back-off', () => {
  it('doubles the delay with each crash, up to half a minute', () => {
    const backOff = new BackOff();
    expect(Array.from({ length: 7 }, () => backOff.nextDelayMs(10))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('begins anew after a minute without a crash', () => {
    const backOff = new BackOff();
    backOff.nextDelayMs(10);
    backOff.nextDelayMs(10);
    expect(backOff.nextDelayMs(60_000)).toBe(1_000);
    expect(backOff.nextDelayMs(59_999)).toBe(2_000);
  });
});
