import { describe, expect, it } from 'vitest';
import { addDays } from '../../time/civil-day.ts';
import { dayAfterKey, monthsOf, shadeOf, type CoverageDay } from './months.ts';

const days = (first: string, count: number): CoverageDay[] =>
  Array.from({ length: count }, (_, index) => ({
    day: addDays(first, index),
    status: 'complete',
    readings: index,
  }));

describe('the months of a calendar', () => {
  it('have every day once, under its weekday', () => {
    const all = days('2026-01-01', 365);
    const months = monthsOf(all);
    expect(months.map(({ key }) => key)).toEqual([
      ...Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`),
    ]);
    expect(months.flatMap(({ weeks }) => weeks.flat()).filter((day) => day !== undefined)).toEqual(all);
    // The 1st of November 2026 is a Sunday.
    const november = months[10];
    expect(november?.weeks[0]?.map((day) => day?.day)).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      '2026-11-01',
    ]);
    expect(november?.weeks).toHaveLength(6);
    expect(november?.weeks[5]?.[0]?.day).toBe('2026-11-30');
  });

  it('leave blank what is not asked about', () => {
    const [month] = monthsOf(days('2026-11-18', 2));
    expect(month?.weeks.flat().filter((day) => day !== undefined)).toHaveLength(2);
    expect(month?.weeks.every((week) => week.length === 7)).toBe(true);
    expect(month?.weeks[3]?.[2]?.day).toBe('2026-11-18');
  });
});

describe('the shade of a day', () => {
  it('grows with its readings', () => {
    expect([0, 1, 2_500, 2_501, 9_999, 10_000].map((readings) => shadeOf(readings, 10_000))).toEqual([
      0, 1, 1, 2, 4, 4,
    ]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});

describe('keys in the calendar', () => {
  const move = (key: string, from: string) => dayAfterKey(key, from, '2026-01-01', '2026-11-21');

  it.each([
    ['ArrowLeft', '2026-03-01', '2026-02-28'],
    ['ArrowRight', '2026-02-28', '2026-03-01'],
    ['ArrowUp', '2026-03-01', '2026-02-22'],
    ['ArrowDown', '2026-03-01', '2026-03-08'],
    ['PageUp', '2026-03-31', '2026-02-28'],
    ['PageDown', '2026-01-31', '2026-02-28'],
    ['Home', '2026-03-31', '2026-01-01'],
    ['End', '2026-03-31', '2026-11-21'],
  ])('%s leads from %s to %s', (key, from, to) => {
    expect(move(key, from)).toBe(to);
  });

  it('lead no further than the calendar goes', () => {
    expect(move('ArrowUp', '2026-01-03')).toBe('2026-01-01');
    expect(move('PageDown', '2026-11-20')).toBe('2026-11-21');
  });

  it('mean nothing else', () => {
    expect(move('a', '2026-03-01')).toBeUndefined();
  });
});
