import type { Place, Reject } from '../quality/reject.ts';

export interface RowSource {
  readonly place: Place;
  /** The row as it stood in the source. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** What became of a piece of a file of rows. Nothing is dropped: every row is in one of the two. */
export interface TransformedRecords<Row> {
  /** As their table wants them. */
  readonly rows: readonly Row[];
  readonly rejects: readonly Reject[];
  /** Where one of `rows`, by its index, came from: the table itself may still refuse it. */
  readonly sourceOf: (index: number) => RowSource;
}
