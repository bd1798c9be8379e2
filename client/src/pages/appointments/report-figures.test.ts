import { describe, expect, it } from 'vitest';
import { barLength, bookingSeries, formatCell, rowsByDay } from './report-figures.ts';
import type { ReportColumn } from './report-queries.ts';

const count: ReportColumn = { name: 'confirmed', label: 'Confirmed', kind: 'count' };
const share: ReportColumn = { name: 'ratio', label: 'Ratio', kind: 'share' };
const date: ReportColumn = { name: 'booking_date', label: 'Day', kind: 'date' };

describe('a report', () => {
  it('has its values by the kind of their column', () => {
    expect(formatCell(0.8251, 'share')).toBe('82.5 %');
    expect(formatCell(1_200, 'count')).toBe('1,200');
    expect(formatCell('2025-12-01', 'date')).toBe('Mon, 1 Dec 2025');
    expect(formatCell('<b>34</b>', 'text')).toBe('<b>34</b>');
    expect(formatCell(null, 'share')).toBe('–');
  });

  it('has bars that compare counts with the largest, and shares with the whole', () => {
    const rows = [{ confirmed: 8 }, { confirmed: 2 }, { confirmed: null }];
    expect(rows.map(({ confirmed }) => barLength(confirmed, count, rows))).toEqual([1, 0.25, undefined]);
    expect(barLength(0, count, [{ confirmed: 0 }])).toBe(0);
    expect(barLength(0.4, share, [])).toBe(0.4);
    expect(barLength('34', date, [])).toBeUndefined();
  });

  it('with days counts its rows by day, and days without any as none', () => {
    const rows = ['2025-12-03', '2025-12-01', '2025-12-03'].map((booking_date) => ({ booking_date }));
    const byDay = rowsByDay(rows, [date]);
    expect(byDay?.days).toEqual({ first: '2025-12-01', last: '2025-12-03' });
    expect([...(byDay?.counts ?? [])]).toEqual([
      ['2025-12-01', 1],
      ['2025-12-02', 0],
      ['2025-12-03', 2],
    ]);
    expect(bookingSeries(byDay?.counts ?? new Map(), 'light')[0]?.points.map(({ y }) => y)).toEqual([
      1, 0, 2,
    ]);
    expect(rowsByDay([], [date])).toBeUndefined();
    expect(rowsByDay(rows, [count])).toBeUndefined();
  });
});
