import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const range = (start: string, end: string) => ({ start: Date.parse(start), end: Date.parse(end) });

describe('timeTicks', () => {
  it('stand at round times of the zone and name the day at its midnight', () => {
    const ticks = timeTicks(range('2025-06-29T20:00:00Z', '2025-06-30T04:00:00Z'), 'Europe/Berlin', 5);
    expect(ticks.map(({ label }) => label)).toEqual(['22:00', '30 Jun', '02:00', '04:00', '06:00']);
    expect(ticks.map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual([
      '20:00',
      '22:00',
      '00:00',
      '02:00',
      '04:00',
    ]);
  });

  it('stay at midnights where the clocks change', () => {
    const ticks = timeTicks(range('2025-03-28T00:00:00Z', '2025-04-01T00:00:00Z'), 'Europe/Berlin', 5);
    expect(ticks.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2025-03-28T23:00:00.000Z',
      '2025-03-29T23:00:00.000Z',
      '2025-03-30T22:00:00.000Z',
      '2025-03-31T22:00:00.000Z',
    ]);
  });

  it('are never more than asked for, from seconds to centuries', () => {
    const start = Date.parse('2000-02-29T10:00:00Z');
    for (let length = 10_000; length < 3e12; length *= 1.7) {
      const ticks = timeTicks({ start, end: start + length }, 'Asia/Kolkata', 8);
      expect(ticks.length, `${length} ms`).toBeLessThanOrEqual(9);
      expect(ticks.map(({ at }) => at)).toEqual(ticks.map(({ at }) => at).toSorted((a, b) => a - b));
    }
  });
});
