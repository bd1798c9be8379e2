import { fromSerial, type DateSystem } from './serial-date.ts';
import { unescapeText } from './shared-strings.ts';
import type { WorkbookParts } from './workbook-parts.ts';
import { readXml, type XmlListener } from './xml-reader.ts';

/** What cells of all sheets refer to. */
export interface CellContext {
  readonly strings: readonly string[];
  readonly dateStyles: ReadonlySet<number>;
  readonly dateSystem: DateSystem;
}

/** A row with its number as Excel shows it. Cells are what a person sees, dates as ISO, up to the last that is there. */
export interface SheetRow {
  readonly row: number;
  readonly cells: string[];
}

/** Rows of one reading of the file, in constant memory. Rows that are not in the file are left out. */
export async function* readSheetRows(
  parts: WorkbookParts,
  sheet: string,
  context: CellContext,
): AsyncGenerator<readonly SheetRow[]> {
  for await (const listener of readXml(parts.read(sheet), new RowListener(context))) {
    const rows = listener.take();
    if (rows.length > 0) yield rows;
  }
}

/** `A` → 0, `AB` → 27 */
export function columnOf(letters: string): number {
  let column = 0;
  for (let i = 0; i < letters.length; i += 1) {
    const code = letters.charCodeAt(i);
    // The digits of the row follow.
    if (code < 65) break;
    column = column * 26 + (code - 64);
  }
  return column - 1;
}

/** Excel's last column is XFD. */
const MOST_COLUMNS = 16_384;

class RowListener implements XmlListener {
  readonly #context: CellContext;
  #rows: SheetRow[] = [];
  #row = 0;
  #cells: string[] = [];
  #column = -1;
  #type = '';
  #style = '';
  #value = '';
  #hasValue = false;
  #formula: string | undefined;
  #target: 'value' | 'formula' | 'none' = 'none';
  // How a text is spoken stands beside it, and is no part of it.
  #isPhonetic = false;

  constructor(context: CellContext) {
    this.#context = context;
  }

  take(): readonly SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') {
      const reference = attributes['r'];
      this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
      this.#type = attributes['t'] ?? 'n';
      this.#style = attributes['s'] ?? '';
      this.#value = '';
      this.#hasValue = false;
      this.#formula = undefined;
    } else if (name === 'v' || (name === 't' && !this.#isPhonetic)) {
      this.#target = 'value';
      this.#hasValue = true;
    } else if (name === 'f') {
      this.#target = 'formula';
      this.#formula = '';
    } else if (name === 'row') {
      const number = attributes['r'];
      this.#row = number === undefined ? this.#row + 1 : Number(number);
      this.#cells = [];
      this.#column = -1;
    } else if (name === 'rPh') {
      this.#isPhonetic = true;
    }
  }

  text(text: string): void {
    if (this.#target === 'value') this.#value += text;
    else if (this.#target === 'formula') this.#formula = (this.#formula ?? '') + text;
  }

  close(name: string): void {
    this.#target = 'none';
    if (name === 'c') this.#endCell();
    else if (name === 'row') this.#rows.push({ row: this.#row, cells: this.#cells });
    else if (name === 'rPh') this.#isPhonetic = false;
  }

  #endCell(): void {
    const column = this.#column;
    if (!(column >= 0 && column < MOST_COLUMNS)) throw new Error(`a cell of row ${this.#row} has no column`);
    const shown = this.#shown();
    if (shown === '') return;
    while (this.#cells.length < column) this.#cells.push('');
    this.#cells[column] = shown;
  }

  #shown(): string {
    // Programs other than Excel write formulas without their results: what would stand there is not known.
    if (!this.#hasValue || (this.#type === 'n' && this.#value === '')) {
      return this.#formula === undefined ? '' : `=${this.#formula}`;
    }
    const { strings, dateStyles, dateSystem } = this.#context;
    const value = this.#value;
    switch (this.#type) {
      case 's': {
        const text = strings[Number(value)];
        if (text === undefined) throw new Error(`row ${this.#row} names a text that is not there`);
        return text;
      }
      case 'n': {
        const number = Number(value);
        if (Number.isNaN(number)) return value;
        const date = dateStyles.has(Number(this.#style)) ? fromSerial(number, dateSystem) : undefined;
        // Excel computes in binary and shows 15 digits: 0.1 + 0.2 is 0.3 to whoever reads the sheet.
        return date ?? String(Number(number.toPrecision(15)));
      }
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE';
      default:
        // Text, the text of a formula, an error like #N/A, a date in ISO.
        return unescapeText(value);
    }
  }
}
