import { SourceFileError, type SourceFile } from '../source-file.ts';
import { columnName, isBlank, type TableRecords } from '../table-records.ts';
import { MergedValues, readMergedCells } from './merged-cells.ts';
import { readSheetRows, type SheetRow } from './sheet-rows.ts';
import { WorkbookParts } from './workbook-parts.ts';
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts';

/** Above the header people write titles, dates and notes, though not many. */
const MOST_ROWS_ABOVE_HEADER = 50;

interface Header {
  readonly row: number;
  readonly names: readonly string[];
  /** Whether all columns that are wanted are there. */
  readonly isWhole: boolean;
}

/**
 * Reads the sheet of an Excel workbook that holds a table: the one visible sheet with all columns that are wanted,
 * wherever it stands, and whatever stands above its header. Where there is none, the first that is not empty is
 * handed out, for the schema gate to say what is missing. Runs in constant memory but for the workbook's shared texts.
 * @throws {SourceFileError} where the workbook cannot be read or has nothing in it, where several sheets have all
 * columns, or only a hidden one
 */
export async function* excelRecords(
  file: SourceFile,
  columns: readonly string[],
): AsyncGenerator<TableRecords> {
  using parts = await WorkbookParts.open(file.path);
  try {
    const workbook = await readWorkbook(file.path, parts);
    const { sheet, header } = await findTable(file.path, parts, workbook, columns);
    const merged = new MergedValues(await readMergedCells(parts, sheet.part));
    // The header is handed out even where nothing follows it.
    yield { header: header.names, rows: [], lines: [], sheet: sheet.name };
    for await (const sheetRows of readSheetRows(parts, sheet.part, workbook.context)) {
      const rows: string[][] = [];
      const lines: number[] = [];
      for (const { row, cells } of sheetRows) {
        if (row <= header.row || isBlank(cells)) continue;
        merged.fill(row, cells);
        while (cells.length < header.names.length) cells.push('');
        rows.push(cells);
        lines.push(row);
      }
      if (rows.length > 0) yield { header: header.names, rows, lines, sheet: sheet.name };
    }
  } catch (error) {
    if (error instanceof SourceFileError || !(error instanceof Error)) throw error;
    throw new SourceFileError(file.path, undefined, `the workbook is damaged: ${error.message}`, {
      cause: error,
    });
  }
}

async function findTable(
  path: string,
  parts: WorkbookParts,
  workbook: Workbook,
  columns: readonly string[],
): Promise<{ sheet: Sheet; header: Header }> {
  const found: { sheet: Sheet; header: Header }[] = [];
  for (const sheet of workbook.sheets) {
    const header = await findHeader(parts, sheet, workbook, columns);
    if (header) found.push({ sheet, header });
  }
  const visible = found.filter(({ sheet }) => !sheet.isHidden);
  const [whole, ...others] = visible.filter(({ header }) => header.isWhole);
  const refuse = (reason: string) => new SourceFileError(path, undefined, reason);
  if (others.length > 0) {
    const names = visible.flatMap(({ sheet, header }) => (header.isWhole ? [sheet.name] : []));
    throw refuse(
      `several sheets have all columns: ${names.join(', ')}. Which one counts? Delete or hide the others`,
    );
  }
  const hidden = found.find(({ sheet, header }) => sheet.isHidden && header.isWhole);
  if (!whole && hidden) {
    throw refuse(`the sheet ${hidden.sheet.name} has all columns, but is hidden. Show it if it counts`);
  }
  const chosen = whole ?? visible[0];
  if (!chosen) throw refuse('no sheet that is visible has anything in it');
  return chosen;
}

/** The first row with all columns, or else the first that is not blank; undefined for an empty sheet. */
async function findHeader(
  parts: WorkbookParts,
  sheet: Sheet,
  { context }: Workbook,
  columns: readonly string[],
): Promise<Header | undefined> {
  let first: Header | undefined;
  let seen = 0;
  for await (const rows of readSheetRows(parts, sheet.part, context)) {
    for (const row of rows) {
      if (isBlank(row.cells)) continue;
      const header = toHeader(row, columns);
      if (header.isWhole) return header;
      first ??= header;
      seen += 1;
      if (seen === MOST_ROWS_ABOVE_HEADER) return first;
    }
  }
  return first;
}

function toHeader({ row, cells }: SheetRow, columns: readonly string[]): Header {
  const names = cells.map(columnName);
  while (names.at(-1) === '') names.pop();
  return { row, names, isWhole: columns.every((column) => names.includes(column)) };
}
