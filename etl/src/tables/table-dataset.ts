import type { PoolClient } from '@systole/service-kit';
import type { LoadCounts } from '../loaders/load-batch.ts';
import type { Check, ColumnPolicy } from '../quality/checks.ts';
import type { Breach } from '../quality/reading-rules.ts';
import type { Rule } from '../quality/reject.ts';

/** What reading a row depends on besides the row. */
export interface ParseContext {
  readonly now: Date;
  /** How far ahead a booking can be. */
  readonly bookingYearsAhead: number;
}

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
  readonly parse: (text: string, context: ParseContext) => string | Breach;
  /** What an empty field stands for; nothing, where it is not given. */
  readonly whenEmpty?: string;
}

/** A column whose values stand in a table of another dataset. A row whose value does not is rejected. */
export interface Reference {
  readonly column: string;
  /** Key of the dataset that publishes the table. */
  readonly dataset: string;
  readonly table: string;
  readonly rule: Rule;
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
  /** Rows of further tables that were made anew, or taken away. */
  readonly derived: number;
  /** Rows that were published before, and that are not any more. */
  readonly removed: number;
}

/** A dataset that comes as a table in a file, and goes raw → staging → analytics. */
export interface TableDataset {
  readonly key: string;
  readonly description: string;
  readonly columns: readonly TableColumn[];
  /**
   * Columns that are not declared. `fail`: the file is refused; `ignore`: they are not looked at; `evolve`: they are
   * published with each row, by name, in `further_columns`.
   */
  readonly furtherColumns: ColumnPolicy;
  readonly references?: readonly Reference[];
  /** `user`: each file belongs to a user, whose rows it holds. */
  readonly owner: 'nobody' | 'user';
  /** The column by which a row is known to be the same. */
  readonly businessKey: string;
  /** SQL of a row value that orders the versions of a row in a file: the greatest wins. */
  readonly version: (alias: string) => string;
  /**
   * What wins over what is published. `version`: the greater version, whatever came first; `delivery`: the row that is
   * delivered later; `replacement`: the file that is delivered later replaces all.
   */
  readonly precedence: 'version' | 'delivery' | 'replacement';
  /** The column that says when a row was changed, and how far behind the newest one a change counts as late. */
  readonly watermark?: { readonly column: string; readonly lookbackHours: number };
  /** Besides the one of the schema, which every dataset has. */
  readonly checks: readonly Check[];
  /** What is published, in the order in which a rebuild empties it; a file that replaces all needs no emptying. */
  readonly tables: readonly string[];
  /** Brings the analytics tables up to date, in the caller's transaction. Publishing twice changes nothing. */
  readonly publish: (client: PoolClient, staged: StagedRows) => Promise<PublishedCounts>;
}

/** The columns of a dataset in staging, as the transformer writes them. */
export function stagedColumns({
  columns,
  furtherColumns,
}: Pick<TableDataset, 'columns' | 'furtherColumns'>): readonly Pick<TableColumn, 'name' | 'sqlType'>[] {
  return furtherColumns === 'evolve' ? [...columns, { name: 'further_columns', sqlType: 'jsonb' }] : columns;
}
