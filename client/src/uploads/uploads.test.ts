import { describe, expect, it } from 'vitest';
import { describeCounts } from './uploads.ts';

const nothing = { rows_read: 0, inserted: 0, updated: 0, unchanged: 0, removed: 0 };

describe('what became of a table', () => {
  it('is told without what there was none of', () => {
    expect(describeCounts({ ...nothing, rows_read: 1_060, inserted: 1_050, unchanged: 2, removed: 7 })).toBe(
      '1,060 rows: 1,050 new, 2 as before, 7 no longer there.',
    );
    expect(describeCounts({ ...nothing, rows_read: 1 })).toBe('1 row: nothing new.');
  });
});
