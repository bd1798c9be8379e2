import { describe, expect, it } from 'vitest';
import { fromCivilRange, toCivilRange } from './civil-range.ts';

const range = { start: Date.parse('2025-06-29T22:30:00Z'), end: Date.parse('2025-07-01T06:00:00Z') };

describe('the form of a range', () => {
  it('shows and reads the clock of the zone', () => {
    const civil = toCivilRange(range, 'Asia/Kolkata');
    expect(civil).toEqual({
      startDay: '2025-06-30',
      startTime: '04:00',
      endDay: '2025-07-01',
      endTime: '11:30',
    });
    expect(fromCivilRange(civil, 'Asia/Kolkata')).toEqual(range);
  });

  it('says what is missing or the wrong way round', () => {
    const civil = toCivilRange(range, 'UTC');
    expect(fromCivilRange({ ...civil, startDay: '' }, 'UTC')).toMatch(/begins/);
    expect(fromCivilRange({ ...civil, endTime: '25:00' }, 'UTC')).toMatch(/ends/);
    expect(fromCivilRange({ ...civil, endDay: '2025-06-01' }, 'UTC')).toMatch(/end after it begins/);
  });
});
