import type { Reject } from '../quality/reject.ts';
import type { Readings } from '../readings.ts';

/** One transaction's worth of one user's rows. */
export interface LoadBatch {
  readonly runId: number;
  /** 1 for the run's first batch of this user, then 2, …: tells a repeated batch from a fresh one. */
  readonly sequence: number;
  readonly readings: Readings;
  /** Rows of this user that were not taken; stored in the same transaction. */
  readonly rejects: readonly Reject[];
  /** Rows of this user that the source has up to the end of this batch; 0 where the source is no file. */
  readonly sourcePosition: number;
}

/** Which way a batch went: straight into the hypertable, through staging, or the second after the first failed. */
export type LoadPath = 'append' | 'merge' | 'fallback';

/**
 * What a batch did. `inserted + updated + unchanged` is the number of readings delivered: one that another of the same
 * batch supersedes counts as unchanged.
 */
export interface LoadCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

export interface LoadOutcome extends LoadCounts {
  readonly path: LoadPath;
}
