import type { WorkbookParts } from './workbook-parts.ts';
import { readWholeXml } from './xml-reader.ts';

/** All of them are in memory while a sheet is read. */
const MOST_BYTES = 128 * 1_048_576;

/** The texts that cells name by number, so that each is stored once. */
export async function readSharedStrings(parts: WorkbookParts, name: string): Promise<readonly string[]> {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  // How a text is spoken (Japanese): stands beside the text and is no part of it.
  let isPhonetic = false;
  await readWholeXml(parts.read(name, MOST_BYTES), {
    open: (element) => {
      if (element === 'si') text = '';
      else if (element === 't') isText = !isPhonetic;
      else if (element === 'rPh') isPhonetic = true;
    },
    text: (piece) => {
      if (isText) text += piece;
    },
    close: (element) => {
      if (element === 'si') strings.push(unescapeText(text));
      else if (element === 't') isText = false;
      else if (element === 'rPh') isPhonetic = false;
    },
  });
  return strings;
}

/** Characters that XML cannot hold are written by their number: `_x000D_` is a carriage return. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
