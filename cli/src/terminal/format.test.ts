import { describe, expect, it } from 'vitest';
import { formatCount, formatDuration, formatInstant, formatQuantity } from './format.ts';

describe('what people read', () => {
  it.each([
    [0, '0.0 s'],
    [0.44, '0.4 s'],
    [9.96, '10.0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [200, '3 min 20 s'],
    [18_420, '5 h 7 min'],
    [1_047_600, '12 d 3 h'],
    [332_160_000, '3,844 d'],
  ])('has durations: %d s is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('has counts and quantities', () => {
    expect(formatCount(1_329_145)).toBe('1,329,145');
    expect(formatQuantity(1, 'row')).toBe('1 row');
    expect(formatQuantity(2_000, 'row')).toBe('2,000 rows');
  });

  it('has instants in UTC, and a dash where there is none', () => {
    expect(formatInstant(new Date('2025-06-29T14:03:07.250Z'))).toBe('2025-06-29 14:03:07');
    expect(formatInstant(null)).toBe('–');
  });
});
