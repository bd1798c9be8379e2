import { csvRecords } from './csv-records.ts';
import { excelRecords } from './excel/excel-records.ts';
import { SourceFileError, type SourceFile } from './source-file.ts';
import type { TableRecords } from './table-records.ts';

const ZIP_MAGIC = Buffer.from('PK\x03\x04', 'latin1');
/** Of the containers that Office wrote before 2007, and in which it puts whatever is encrypted. */
const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * Reads the table in a file: an Excel workbook (.xlsx, .xlsm) or CSV, by its first bytes, not by its name.
 * @param columns that are wanted: they tell the sheet and the header of a workbook
 * @throws {SourceFileError} where there is no table that can be read
 */
export async function* tableRecords(
  file: SourceFile,
  columns: readonly string[],
): AsyncGenerator<TableRecords> {
  const head = await file.head(OLE_MAGIC.length);
  if (head.equals(OLE_MAGIC)) {
    throw new SourceFileError(
      file.path,
      undefined,
      'the workbook is protected with a password, or of Excel 97–2003 (.xls): save it as .xlsx without a password',
    );
  }
  if (head.subarray(0, ZIP_MAGIC.length).equals(ZIP_MAGIC)) yield* excelRecords(file, columns);
  else yield* csvRecords(file);
}
