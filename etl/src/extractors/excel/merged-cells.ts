import { columnOf } from './sheet-rows.ts';
import type { WorkbookParts } from './workbook-parts.ts';

const MOST_MERGES = 100_000;
/** Longer than the element can be. */
const LONGEST_ELEMENT = 1_000;
const MERGED = /<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})["'][^>]*>/g;

/** Cells of one column that are merged over several rows. The value stands in the first. */
export interface MergedCells {
  readonly column: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/**
 * What is merged over rows stands behind all rows in the file, so the sheet is read for it alone beforehand. Text in a
 * sheet holds no `<`, which makes parsing superfluous, and this a tenth of the reading.
 * @returns in the order of their first rows
 */
export async function readMergedCells(parts: WorkbookParts, sheet: string): Promise<readonly MergedCells[]> {
  const found: MergedCells[] = [];
  let rest = '';
  for await (const chunk of parts.read(sheet)) {
    const text = rest + chunk.toString('latin1');
    for (const [, column = '', firstRow, lastRow] of text.matchAll(MERGED)) {
      if (firstRow === lastRow) continue;
      if (found.length === MOST_MERGES) throw new Error(`more than ${MOST_MERGES} cells are merged`);
      found.push({ column: columnOf(column), firstRow: Number(firstRow), lastRow: Number(lastRow) });
    }
    rest = text.slice(Math.max(text.lastIndexOf('<'), text.length - LONGEST_ELEMENT));
    if (rest.endsWith('>')) rest = '';
  }
  return found.sort((a, b) => a.firstRow - b.firstRow);
}

/** Gives every row that a merged cell spans its value, as a person reads it. To be asked row by row, downwards. */
export class MergedValues {
  readonly #merges: readonly MergedCells[];
  #next = 0;
  #open: { readonly cells: MergedCells; readonly value: string }[] = [];

  constructor(merges: readonly MergedCells[]) {
    this.#merges = merges;
  }

  /** @param cells those of the row, which are filled in place */
  fill(row: number, cells: string[]): void {
    for (let next = this.#merges[this.#next]; next && next.firstRow <= row; next = this.#merges[this.#next]) {
      const value = next.firstRow === row ? (cells[next.column] ?? '') : '';
      if (value !== '') this.#open.push({ cells: next, value });
      this.#next += 1;
    }
    if (this.#open.length === 0) return;
    this.#open = this.#open.filter(({ cells: { lastRow } }) => lastRow >= row);
    for (const { cells: merged, value } of this.#open) {
      while (cells.length <= merged.column) cells.push('');
      if (cells[merged.column] === '') cells[merged.column] = value;
    }
  }
}
