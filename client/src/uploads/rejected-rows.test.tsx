// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../test/render.tsx';
import { readRows } from './file-rows.ts';
import { RejectedRows } from './rejected-rows.tsx';
import type { RejectedCell } from './uploads.ts';

const cell = (changes: Partial<RejectedCell>): RejectedCell => ({
  line: 2,
  column: 'steps_n',
  rule: 'value-not-a-number',
  message: '"many" is no number',
  raw_value: 'many',
  ...changes,
});

function open(rejects: readonly RejectedCell[], text: string | undefined, rejected = rejects.length) {
  const uploaded = { run_id: 7, status: 'partial', message: '', rejected, rejects } as const;
  show(<RejectedRows uploaded={uploaded} rows={text === undefined ? undefined : readRows(text)} />, {
    at: '/kpis',
    answers: [],
  });
  return screen.getAllByRole('row').slice(1);
}

describe('rows that were not taken', () => {
  it('stand as in the file, with what is wrong beside the cell', () => {
    const [row] = open([cell({})], 'date;steps_n;weight_kg\n2026-03-01;many;81');
    const cells = row ? within(row).getAllByRole('cell') : [];
    expect(cells.map(({ textContent }) => textContent)).toEqual([
      '2026-03-01',
      'many"many" is no number',
      '81',
    ]);
    expect(screen.getByRole('link', { name: 'run 7' }).getAttribute('href')).toBe('/runs?run=7');
  });

  it('are told by column and value where the row has not the shape of the header, or the file is no text', () => {
    const [ragged] = open([cell({})], 'date;steps_n\n2026-03-01;many;81');
    expect(ragged?.textContent).toBe('2steps_n: many"many" is no number');
  });

  it('of a workbook are said to be empty where they are', () => {
    const [row] = open([cell({ raw_value: '' })], undefined);
    expect(row?.textContent).toBe('2steps_n: empty"many" is no number');
  });

  it('of a workbook are told by row, column and value; how many there are in all is said', () => {
    const [row] = open([cell({ raw_value: null, line: 61 })], undefined, 250);
    expect(row?.textContent).toBe('61steps_n: no value"many" is no number');
    screen.getByText(/^The first 1 of 250\./);
  });
});
