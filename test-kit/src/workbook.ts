import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { writeXlsx, writeXlsxStream, type CellValue, type WriteOptions } from 'hucre/xlsx';
import { ZipFile } from 'yazl';

/** A file of Excel's, as another program than the one under test writes it. */
export async function writeWorkbook(file: string, options: WriteOptions): Promise<void> {
  await writeFile(file, await writeXlsx(options));
}

export type { CellValue };

/**
 * A workbook of one sheet with many rows, in constant memory.
 * @param sharesTexts whether each text is stored once, as Excel does it, or in every cell
 */
export async function writeLargeWorkbook(
  file: string,
  rows: Iterable<CellValue[]>,
  sharesTexts: boolean,
): Promise<void> {
  const content = writeXlsxStream(rows, { name: 'Rows', inlineStrings: !sharesTexts });
  await pipeline(content, createWriteStream(file));
}

/** A ZIP archive of texts, for workbooks that no program would write. */
export async function writeArchive(
  file: string,
  parts: Readonly<Record<string, string | Buffer>>,
): Promise<void> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(parts)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/**
 * The parts of the smallest workbook there is, around the XML of one sheet.
 * @param sheet what stands within `<worksheet>`
 * @param styles what stands within `<styleSheet>`
 */
export function workbookParts(sheet: string, styles = '', properties = ''): Record<string, string> {
  return {
    '_rels/.rels': `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${properties}<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${MAIN}">${sheet}</worksheet>`,
  };
}
