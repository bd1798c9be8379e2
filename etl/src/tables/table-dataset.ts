import type { PoolClient } from '@systole/service-kit';
import type { LoadCounts } from '../loaders/load-batch.ts';
import type { Check } from '../quality/checks.ts';
import type { Breach } from '../quality/reading-rules.ts';

/** A column of a table in a file. */
export interface TableColumn {
  readonly name: string;
  /** In staging. */
  readonly sqlType: string;
  /** A row without it is rejected. A column that is missing altogether is the schema check's. */
  readonly required: boolean;
  /**
   * Normalises a text that is not empty and holds no control or invisible characters.
   * @returns what PostgreSQL reads as `sqlType`, or the rule that the text breaks
   */
  readonly parse: (text: string, now: Date) => string | Breach;
}

/** What is to be published: the rows of one run, checked, one for each business key. */
export interface StagedRows {
  /** Quoted, with its schema. */
  readonly table: string;
  /** Whose rows they are; null where the dataset has no owner. */
  readonly userId: string | null;
  /** Instant, as PostgreSQL writes it, before which a row is late; null without a watermark. */
  readonly lateBefore: string | null;
}

export interface PublishedCounts extends LoadCounts {
  /** Of those inserted and updated: how many were late. */
  readonly late: number;
  /** Rows of further tables that were made anew. */
  readonly derived: number;
}

/** A dataset that comes as a table in a file, and goes raw → staging → analytics. */
export interface TableDataset {
  readonly key: string;
  readonly description: string;
  readonly columns: readonly TableColumn[];
  /** `user`: each file belongs to a user, whose rows it holds. */
  readonly owner: 'nobody' | 'user';
  /** The column by which a row is known to be the same. */
  readonly businessKey: string;
  /** SQL of a row value that orders the versions of a row in a file: the greatest wins. */
  readonly version: (alias: string) => string;
  /** What wins over what is published: the greater version, whatever came first, or what is delivered later. */
  readonly precedence: 'version' | 'delivery';
  /** The column that says when a row was changed, and how far behind the newest one a change counts as late. */
  readonly watermark?: { readonly column: string; readonly lookbackHours: number };
  readonly checks: readonly Check[];
  /** What is published, in the order in which a rebuild empties it. */
  readonly tables: readonly string[];
  /** Brings the analytics tables up to date, in the caller's transaction. Publishing twice changes nothing. */
  readonly publish: (client: PoolClient, staged: StagedRows) => Promise<PublishedCounts>;
}
