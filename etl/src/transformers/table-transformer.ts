import type { RawBatch } from '../extractors/base-extractor.ts';
import type { TableRecords } from '../extractors/table-records.ts';
import type { Breach } from '../quality/reading-rules.ts';
import type { Place, Reject } from '../quality/reject.ts';
import type { ParseContext, TableColumn, TableDataset } from '../tables/table-dataset.ts';
import { cellError, tidy } from '../tables/values.ts';
import { BaseTransformer } from './base-transformer.ts';

/** What became of a piece of a table. Every row is in `copyText` or among the rejects. */
export interface TransformedTable {
  /** The accepted rows as text for COPY: the line, then {@link stagedColumns}. */
  readonly copyText: string;
  readonly accepted: number;
  readonly rejects: readonly Reject[];
  /** Every breach, also the further ones of a row that was rejected for its first. */
  readonly breaches: readonly { readonly column: string; readonly rule: string }[];
  /** Rows without something required. */
  readonly incomplete: number;
  /** By column: how many of the accepted rows have nothing there. */
  readonly nulls: Readonly<Record<string, number>>;
}

interface Found {
  readonly column: TableColumn;
  readonly breach: Breach;
  readonly rawValue: string;
}

/** Normalises the columns of a table as its dataset declares them. */
export class TableTransformer extends BaseTransformer<TableRecords, TransformedTable> {
  readonly #columns: readonly TableColumn[];
  readonly #takesFurther: boolean;
  readonly #context: ParseContext;

  constructor(
    { columns, furtherColumns }: Pick<TableDataset, 'columns' | 'furtherColumns'>,
    context: ParseContext,
  ) {
    super();
    this.#columns = columns;
    this.#takesFurther = furtherColumns === 'evolve';
    this.#context = context;
  }

  override transform({ payload, place: file }: RawBatch<TableRecords>): TransformedTable {
    const { header, rows, lines, sheet } = payload;
    const place = sheet === undefined ? file : { ...file, sheet };
    const columns = this.#columns;
    const positions = columns.map(({ name }) => header.indexOf(name));
    const further = this.#takesFurther ? furtherPositions(header, positions) : [];
    const nulls = columns.map(() => 0);
    const rejects: Reject[] = [];
    const breaches: TransformedTable['breaches'][number][] = [];
    const empty: number[] = [];
    let copyText = '';
    let accepted = 0;
    let incomplete = 0;
    rows.forEach((row, index) => {
      const line = lines[index] ?? 0;
      if (row.length !== header.length) {
        rejects.push(misshapen(row, header, { ...place, line }));
        breaches.push({ column: '', rule: 'row-shape' });
        return;
      }
      let text = String(line);
      let found: Found[] | undefined;
      empty.length = 0;
      for (let i = 0; i < columns.length; i += 1) {
        const column = columns[i];
        if (!column) continue;
        const rawValue = row[positions[i] ?? -1] ?? '';
        const tidied = tidy(rawValue);
        const parsed =
          tidied === '' ? emptyField(column) : (cellError(tidied) ?? column.parse(tidied, this.#context));
        if (parsed === null) {
          text += '\t\\N';
          empty.push(i);
        } else if (typeof parsed === 'string') text += `\t${escaped(parsed)}`;
        else (found ??= []).push({ column, breach: parsed, rawValue });
      }
      if (found) {
        rejects.push(toReject(found, { ...place, line }));
        if (found.some(({ breach }) => breach.rule === 'field-missing')) incomplete += 1;
        breaches.push(...found.map(({ column, breach }) => ({ column: column.name, rule: breach.rule })));
        return;
      }
      if (this.#takesFurther) text += `\t${furtherColumns(row, header, further)}`;
      for (const i of empty) nulls[i] = (nulls[i] ?? 0) + 1;
      copyText += `${text}\n`;
      accepted += 1;
    });
    return {
      copyText,
      accepted,
      rejects,
      breaches,
      incomplete,
      nulls: Object.fromEntries(columns.map(({ name }, i) => [name, nulls[i] ?? 0])),
    };
  }
}

function emptyField({ name, required, whenEmpty }: TableColumn): Breach | string | null {
  return required ? { rule: 'field-missing', message: `${name} is required and empty` } : (whenEmpty ?? null);
}

/** As COPY reads it; control characters are gone by now. */
function escaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}

/** Where columns stand that are not declared, but have a name. */
function furtherPositions(header: readonly string[], declared: readonly number[]): readonly number[] {
  return header.flatMap((name, position) => (name === '' || declared.includes(position) ? [] : [position]));
}

/** The columns that are not declared as JSON, by name, without those that are empty. */
function furtherColumns(
  row: readonly string[],
  header: readonly string[],
  positions: readonly number[],
): string {
  const values = positions
    .map((position) => [header[position] ?? '', tidy(row[position] ?? '')] as const)
    .filter(([, value]) => value !== '');
  return values.length === 0 ? '\\N' : escaped(JSON.stringify(Object.fromEntries(values)));
}

function misshapen(row: readonly string[], header: readonly string[], place: Place): Reject {
  return {
    userId: null,
    place,
    rule: 'row-shape',
    message: `the row has ${row.length} fields, the header ${header.length}`,
    rawValue: row.join(' | '),
  };
}

/** One reject for a row: by its first breach, the message naming the others. */
function toReject(found: readonly Found[], place: Place): Reject {
  const [first] = found;
  if (!first) throw new Error('a reject needs a breach');
  return {
    userId: null,
    place: { ...place, column: first.column.name },
    rule: first.breach.rule,
    message: found
      .map(({ column, breach }, index) =>
        index === 0 ? breach.message : `${column.name}: ${breach.message}`,
      )
      .join('; '),
    rawValue: first.rawValue,
  };
}
