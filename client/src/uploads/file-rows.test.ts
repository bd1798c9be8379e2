import { describe, expect, it } from 'vitest';
import { readRows } from './file-rows.ts';

describe('the rows of a file that was uploaded', () => {
  it('are those that an editor shows, whatever parts cells and ends lines', () => {
    const { header, cellsOf } = readRows('\uFEFFDate; Steps_n ;weight_kg\r\n01/03/2026;many;83,9\r\n');
    expect(header).toEqual(['date', 'steps_n', 'weight_kg']);
    expect(cellsOf(2)).toEqual(['01/03/2026', 'many', '83,9']);
    expect(readRows('date,steps_n\n2026-03-01,"1,5"').cellsOf(2)).toEqual(['2026-03-01', '1,5']);
    expect(readRows('date,note\n2026-03-01,"say ""a, b"""').cellsOf(2)).toEqual(['2026-03-01', 'say "a, b"']);
  });

  it('are none where a line has not the cells of the header, or is not there', () => {
    const { cellsOf } = readRows('date;steps_n\n2026-03-01;1;2');
    expect(cellsOf(2)).toBeUndefined();
    expect(cellsOf(9)).toBeUndefined();
  });
});
