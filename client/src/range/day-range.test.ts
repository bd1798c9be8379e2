import { describe, expect, it } from 'vitest';
import { daysToText, resolveDays, textToDays } from './day-range.ts';

const history = { first: '2025-09-01', last: '2026-03-18' };

describe('days that are selected', () => {
  it('are counted from the newest there is, and include it', () => {
    expect(resolveDays('7d', history)).toEqual({ first: '2026-03-12', last: '2026-03-18' });
    expect(resolveDays('all', history)).toEqual(history);
    expect(resolveDays('1y', history)).toEqual(history);
  });

  it('stay where somebody has named them', () => {
    const days = { first: '2024-02-28', last: '2024-02-29' };
    expect(resolveDays(days, history)).toBe(days);
  });

  it('come out of the URL as they went in', () => {
    for (const selection of ['90d', 'all', { first: '2024-02-29', last: '2024-02-29' }] as const)
      expect(textToDays(daysToText(selection))).toEqual(selection);
  });

  it('are none where the text is none, has no such day, or ends before it begins', () => {
    for (const text of [
      '',
      '31d',
      '2025-02-29..2025-03-01',
      '2025-03-02..2025-03-01',
      '2025-03-01',
      '2025-03-01..2025-03-02..2025-03-03',
    ])
      expect(textToDays(text)).toBeUndefined();
  });
});
