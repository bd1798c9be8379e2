import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRfc3339 } from './timestamps.ts';

describe("PostgreSQL's text for a timestamp", () => {
  it.each([
    ['2025-06-29 10:00:00', '2025-06-29T10:00:00.000Z'],
    ['2025-06-29 10:00:00.5', '2025-06-29T10:00:00.500Z'],
    ['2025-06-29 10:00:00.123', '2025-06-29T10:00:00.123Z'],
    ['2025-06-29 10:00:00.1234', '2025-06-29T10:00:00.123400Z'],
    ['2025-06-29 10:00:00.000001', '2025-06-29T10:00:00.000001Z'],
    ['0001-01-01 00:00:00', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(toRfc3339(text)).toBe(expected);
  });

  it('is the instant as JavaScript prints it', () => {
    const min = new Date('0001-01-01T00:00:00Z');
    const max = new Date('9999-12-31T23:59:59Z');
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
        const printed = date.toISOString().slice(0, -1).replace('T', ' ');
        const asPostgres = printed.replace(/\.?0*$/, (end) =>
          end.startsWith('.') || printed.includes('.') ? '' : end,
        );
        expect(toRfc3339(asPostgres)).toBe(date.toISOString());
      }),
    );
  });
});
