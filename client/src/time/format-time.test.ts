import { describe, expect, it } from 'vitest';
import { formatAge, formatDateTime, formatDuration, formatRange } from './format-time.ts';

const at = (text: string) => Date.parse(text);

describe('times as text', () => {
  it('are in the zone that is asked for', () => {
    expect(formatDateTime(at('2025-06-29T22:30:00Z'), 'UTC')).toBe('29 Jun 2025, 22:30');
    expect(formatDateTime(at('2025-06-29T22:30:00Z'), 'Europe/Berlin')).toBe('30 Jun 2025, 00:30');
  });

  it('name the date of a range once where it is the same', () => {
    const range = { start: at('2025-06-29T20:00:00Z'), end: at('2025-06-29T22:30:00Z') };
    expect(formatRange(range, 'UTC')).toBe('29 Jun 2025, 20:00 – 22:30');
    expect(formatRange(range, 'Europe/Berlin')).toBe('29 Jun 2025, 22:00 – 30 Jun 2025, 00:30');
  });

  it('give durations in their two largest units', () => {
    expect(formatDuration(0)).toBe('0 s');
    expect(formatDuration(90_000)).toBe('1 min 30 s');
    expect(formatDuration(7_200_000)).toBe('2 h');
    expect(formatDuration(200_000_000)).toBe('2 d 7 h');
  });

  it('give ages, and take what is a little ahead for now', () => {
    expect(formatAge(0, 125_000)).toBe('2 min ago');
    expect(formatAge(5_000, 0)).toBe('just now');
  });
});
