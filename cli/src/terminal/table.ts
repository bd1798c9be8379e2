import pc from 'picocolors';
import { escapeControlCharacters } from './escape.ts';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly align?: 'right';
  /** May be cut short where the table is wider than the terminal. */
  readonly flexible?: boolean;
  readonly style?: (text: string, row: Row) => string;
}

const GAP = '  ';
const NARROWEST = 8;

/**
 * Lines of a table that fits the terminal: what is too long in a flexible column is cut, with an ellipsis. Control
 * characters in values are made visible.
 * @param width of the terminal; unlimited where the output goes into a file or another program
 */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width = terminalWidth(),
): string {
  const cells = rows.map((row) => columns.map(({ value }) => escapeControlCharacters(value(row))));
  const widths = columns.map(({ title }, index) =>
    Math.max(lengthOf(title), ...cells.map((line) => lengthOf(line[index] ?? ''))),
  );
  shrinkToFit(columns, widths, width);
  const line = (texts: readonly string[], style: (text: string, index: number) => string) =>
    texts
      .map((text, index) => {
        const { align } = columns[index] ?? {};
        const cut = cutTo(text, widths[index] ?? 0);
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(cut)));
        const styled = style(cut, index);
        const isLast = index === columns.length - 1;
        if (align === 'right') return padding + styled;
        return isLast ? styled : styled + padding;
      })
      .join(GAP);
  return [
    line(
      columns.map(({ title }) => title),
      (text) => pc.dim(text),
    ),
    ...rows.map((row, number) =>
      line(cells[number] ?? [], (text, index) => columns[index]?.style?.(text, row) ?? text),
    ),
  ].join('\n');
}

export function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Infinity;
}

/** Takes from the widest flexible column, again and again, until all fit or none can give more. */
function shrinkToFit<Row>(columns: readonly Column<Row>[], widths: number[], limit: number): void {
  const total = () => widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  while (total() > limit) {
    let widest = -1;
    for (const [index, { flexible }] of columns.entries()) {
      if (flexible && (widths[index] ?? 0) > Math.max(NARROWEST, widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function cutTo(text: string, width: number): string {
  return lengthOf(text) <= width
    ? text
    : `${Array.from(text)
        .slice(0, width - 1)
        .join('')}…`;
}

/** In characters as people count them, near enough: not in UTF-16 units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
