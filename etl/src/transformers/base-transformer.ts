import type { RawBatch } from '../extractors/base-extractor.ts';
import type { Reject } from '../quality/reject.ts';
import type { Readings } from '../readings.ts';

/** What became of a raw batch. Nothing is dropped: every row is among the readings or among the rejects. */
export interface Transformed {
  /** One entry for each user, in the order of the batch. */
  readonly readings: readonly Readings[];
  readonly rejects: readonly Reject[];
}

/** Turns what a source sent into rows and rejects. Pure: the same batch gives the same answer. */
// The result is a parameter so that every transformer says what it makes: readings, or rows of a table.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export abstract class BaseTransformer<Raw, Result = Transformed> {
  abstract transform(batch: RawBatch<Raw>): Result;
}
