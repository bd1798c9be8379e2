import type { WorkbookParts } from './workbook-parts.ts';
import { readWholeXml } from './xml-reader.ts';

const MOST_BYTES = 32 * 1_048_576;

/** Formats of dates and times that every workbook has by number (ECMA-376, 18.8.30). */
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** The numbers of the styles that show a number as a date: in the sheet itself a date is only a number. */
export async function readDateStyles(parts: WorkbookParts, name: string): Promise<ReadonlySet<number>> {
  const dateFormats = new Set<number>();
  for (const [first, last] of DATE_FORMATS) for (let id = first; id <= last; id += 1) dateFormats.add(id);
  const styles = new Set<number>();
  let isCellFormats = false;
  let count = 0;
  await readWholeXml(parts.read(name, MOST_BYTES), {
    open: (element, attributes) => {
      if (element === 'numFmt') {
        const id = Number(attributes['numFmtId']);
        if (isDateFormat(attributes['formatCode'] ?? '')) dateFormats.add(id);
        else dateFormats.delete(id);
      } else if (element === 'cellXfs') isCellFormats = true;
      else if (element === 'xf' && isCellFormats) {
        if (dateFormats.has(Number(attributes['numFmtId']))) styles.add(count);
        count += 1;
      }
    },
    close: (element) => {
      if (element === 'cellXfs') isCellFormats = false;
    },
  });
  return styles;
}

/** `dd/mm/yyyy`, not `#,##0 "days"`: what is quoted, escaped or in brackets, like `[Red]`, says nothing. */
function isDateFormat(code: string): boolean {
  return /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, ''));
}
