import type { Recording } from '../series/recording.ts';

/** A half-open range: milliseconds since 1970 for samples and intervals, civil days since 1970-01-01 for daily types. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Point {
  /** Where the point lies in its type's range; distinct within a type, so that a page can end at it. */
  readonly at: number;
  /** The point as it stands in `dataPoints`. */
  readonly json: string;
}

/** The data points of one type, in the order in which they are listed. */
export interface PointSource {
  /** Most points on one page, whatever was asked. */
  readonly largestPage: number;
  newestFirst: (recording: Recording, range: Range) => Iterable<Point>;
}
