import type { Place, Reject } from '../quality/reject.ts';

/** A row as its table wants it, and where it came from: the table itself may still refuse it. */
export interface PlacedRow<Row> {
  readonly row: Row;
  /** Told only of a row that is refused: to keep it of a million rows that are not would cost most of the memory. */
  readonly source: () => RowSource;
}

export interface RowSource {
  readonly place: Place;
  /** The row as it stood in the source. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** What became of a piece of a file of rows. Nothing is dropped: every row is in one of the two. */
export interface TransformedRecords<Row> {
  readonly rows: readonly PlacedRow<Row>[];
  readonly rejects: readonly Reject[];
}
