import { posix } from 'node:path';
import { SourceFileError } from '../source-file.ts';
import { readDateStyles } from './date-styles.ts';
import type { DateSystem } from './serial-date.ts';
import { readSharedStrings } from './shared-strings.ts';
import type { CellContext } from './sheet-rows.ts';
import type { WorkbookParts } from './workbook-parts.ts';
import { readWholeXml } from './xml-reader.ts';

const MOST_BYTES = 4 * 1_048_576;
const MOST_SHEETS = 1_000;

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Name of its part. */
  readonly part: string;
}

export interface Workbook {
  /** In the order of their tabs, without charts. */
  readonly sheets: readonly Sheet[];
  readonly context: CellContext;
}

/** @throws {SourceFileError} for a ZIP archive that is no workbook of Excel's */
export async function readWorkbook(path: string, parts: WorkbookParts): Promise<Workbook> {
  const root = await readRelations(parts, '');
  const main = root.find(({ type }) => type === 'officeDocument')?.target ?? '';
  if (!main.endsWith('.xml') || !parts.has(main)) {
    const reason = parts.has('xl/workbook.bin')
      ? 'that is a binary workbook (.xlsb): save it as .xlsx'
      : 'that is a ZIP archive, but no Excel workbook (.xlsx)';
    throw new SourceFileError(path, undefined, reason);
  }
  const relations = await readRelations(parts, main);
  const sheets: Sheet[] = [];
  let dateSystem: DateSystem = 1900;
  await readWholeXml(parts.read(main, MOST_BYTES), {
    open: (element, attributes) => {
      if (element === 'workbookPr') {
        if (/^(1|true)$/.test(attributes['date1904'] ?? '')) dateSystem = 1904;
      } else if (element === 'sheet') {
        const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
        const part = relations.find((relation) => relation.id === id && relation.type === 'worksheet');
        const { name = '', state = 'visible' } = attributes;
        if (part) sheets.push({ name, isHidden: state !== 'visible', part: part.target });
      }
    },
  });
  if (sheets.length > MOST_SHEETS) {
    throw new SourceFileError(path, undefined, `the workbook has more than ${MOST_SHEETS} sheets`);
  }
  const partOf = (wanted: string) => relations.find(({ type }) => type === wanted)?.target;
  const strings = partOf('sharedStrings');
  const styles = partOf('styles');
  return {
    sheets,
    context: {
      strings: strings === undefined ? [] : await readSharedStrings(parts, strings),
      dateStyles: styles === undefined ? new Set() : await readDateStyles(parts, styles),
      dateSystem,
    },
  };
}

interface Relation {
  readonly id: string;
  /** The last word of its URI, which is the same in both dialects. */
  readonly type: string;
  /** Name of a part. */
  readonly target: string;
}

/** What a part refers to; '' is the package itself. */
async function readRelations(parts: WorkbookParts, part: string): Promise<readonly Relation[]> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const found: Relation[] = [];
  if (!parts.has(name)) return found;
  await readWholeXml(parts.read(name, MOST_BYTES), {
    open: (element, { Id = '', Type = '', Target = '' }) => {
      if (element !== 'Relationship') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      found.push({ id: Id, type: posix.basename(Type), target });
    },
  });
  return found;
}
