import type { TestDatabase } from '@systole/test-kit';
import type { Scale } from './scale.ts';

/** What a bench works with. */
export interface BenchContext {
  /** Of the bench's own, with everything that db-init-service makes; emptied between benches. */
  readonly database: TestDatabase;
  /** For its files; deleted at the end. */
  readonly folder: string;
  readonly scale: Scale;
  /** Says what is being done. */
  readonly say: (text: string) => void;
}

export type Cell = string | number;

export interface Table {
  readonly title: string;
  /** Columns by name, in the order of the first row. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** What was to be reached, and what was. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly isReached: boolean;
}

export interface BenchResult {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
}

export interface Bench {
  /** On the command line. */
  readonly key: string;
  readonly title: string;
  readonly run: (context: BenchContext) => Promise<BenchResult>;
}
