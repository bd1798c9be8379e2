import type { Place } from '../quality/reject.ts';

/** Half-open range [start, end) of instants, in microseconds since the epoch. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** A piece of a source as it came, and where it stood. */
export interface RawBatch<Raw> {
  readonly payload: Raw;
  readonly place: Place;
}

/**
 * Fetches or reads a source and yields it in pieces that fit into memory, so that a file of gigabytes and a paged API
 * look the same. Interprets nothing: that is the transformer's.
 */
export abstract class BaseExtractor<Raw> {
  /**
   * Yields all there is in the window; a file gives all it has.
   * @throws {SystoleError} transient or terminal, once the extractor's own retries are used up
   * @throws {SourceFileError} if a file cannot be read as what it is said to be
   */
  abstract extract(window: Window): AsyncIterable<RawBatch<Raw>>;
}
