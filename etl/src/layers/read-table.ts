import { SourceFile, SourceFileError } from '../extractors/source-file.ts';
import { tableRecords } from '../extractors/table-file.ts';
import type { TableRecords } from '../extractors/table-records.ts';
import type { Measurements } from '../quality/checks.ts';
import { EXAMPLES_KEPT } from '../quality/reject-share.ts';
import type { Reject } from '../quality/reject.ts';
import type { ParseContext, TableDataset } from '../tables/table-dataset.ts';
import { TableTransformer, type TransformedTable } from '../transformers/table-transformer.ts';

/** What the rows of a file say without a database. */
export type RowMeasurements = Pick<
  Measurements,
  'rows' | 'accepted' | 'breaches' | 'incomplete' | 'nulls' | 'missingColumns' | 'extraColumns'
>;

/**
 * Reads the table in a file and transforms it, piece by piece; nothing of it where columns are missing.
 * @param tally is told of each piece before it is handed out
 * @throws {SourceFileError} where the file cannot be read as a table; it names the file as people do
 */
export async function* readTable(
  dataset: TableDataset,
  source: { readonly path: string; readonly sourceName: string },
  context: ParseContext,
  tally: TableTally,
): AsyncGenerator<TransformedTable> {
  const transformer = new TableTransformer(dataset, context);
  const names = dataset.columns.map(({ name }) => name);
  try {
    for await (const payload of tableRecords(new SourceFile(source.path), names)) {
      tally.begin(payload);
      if (tally.missingColumns.length > 0) return;
      const found = transformer.transform({ payload, place: { file: source.sourceName } });
      tally.add(payload.rows.length, found);
      yield found;
    }
  } catch (error) {
    throw error instanceof SourceFileError ? error.named(source.sourceName) : error;
  }
}

/** Adds up what was found in the rows of a file. */
export class TableTally {
  readonly #names: readonly string[];
  readonly #breaches = new Map<string, number>();
  readonly #nulls = new Map<string, number>();
  readonly #unreferenced = new Map<string, number>();
  /** The first rejects. */
  readonly examples: Reject[] = [];
  #rows = 0;
  #accepted = 0;
  #incomplete = 0;
  #header: readonly string[] = [];
  /** Of a workbook: the sheet that was read. */
  sheet: string | undefined;

  constructor({ columns }: TableDataset) {
    this.#names = columns.map(({ name }) => name);
  }

  begin({ header, sheet }: TableRecords): void {
    this.#header = header;
    this.sheet = sheet;
  }

  get missingColumns(): readonly string[] {
    return this.#names.filter((name) => !this.#header.includes(name));
  }

  add(rows: number, { accepted, breaches, incomplete, nulls, rejects }: TransformedTable): void {
    this.#rows += rows;
    this.#accepted += accepted;
    this.#incomplete += incomplete;
    for (const { column, rule } of breaches) increase(this.#breaches, `${column} ${rule}`, 1);
    for (const [column, count] of Object.entries(nulls)) increase(this.#nulls, column, count);
    this.examples.push(...rejects.slice(0, EXAMPLES_KEPT - this.examples.length));
  }

  /** Rows that were accepted refer to nothing, which only the database could tell. */
  rejectUnreferenced(column: string, rule: string, rows: number, examples: readonly Reject[]): void {
    this.#accepted -= rows;
    increase(this.#breaches, `${column} ${rule}`, rows);
    increase(this.#unreferenced, column, rows);
    this.examples.push(...examples.slice(0, EXAMPLES_KEPT - this.examples.length));
  }

  /** Rows that refer to nothing, by column. */
  get unreferenced(): ReadonlyMap<string, number> {
    return this.#unreferenced;
  }

  get measurements(): RowMeasurements {
    return {
      rows: this.#rows,
      accepted: this.#accepted,
      breaches: this.#breaches,
      incomplete: this.#incomplete,
      nulls: this.#nulls,
      missingColumns: this.missingColumns,
      extraColumns: this.#header.filter((name) => name !== '' && !this.#names.includes(name)),
    };
  }
}

function increase(counts: Map<string, number>, key: string, count: number): void {
  if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
}
