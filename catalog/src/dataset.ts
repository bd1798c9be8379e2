/** One pre-computed level of a series: a continuous aggregate and its time bucket. */
export interface Rollup {
  readonly level: RollupLevel;
  /** Name of the continuous aggregate. */
  readonly view: string;
  /** Name of its time column. */
  readonly bucketColumn: 'minute' | 'hour' | 'day';
  /** Width of a bucket as a PostgreSQL interval. */
  readonly bucket: '1 minute' | '1 hour' | '1 day';
  /** Width of a bucket, in seconds. */
  readonly seconds: number;
}

export type RollupLevel = '1m' | '1h' | '1d';

/** Names of the columns that every rollup of a dataset has. */
export interface RollupColumns {
  readonly min: string;
  readonly max: string;
  readonly avg: string;
  readonly sum: string;
  readonly count: 'record_count';
}

export interface Attribute {
  readonly column: string;
  readonly type: 'jsonb';
  readonly description: string;
}

/** What a dataset's author writes down; everything else about it is derived by {@link defineDataset}. */
export interface DatasetDeclaration {
  /** Name of the dataset: its table, and its metric in the API. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /**
   * `series`: readings at instants, with rollups. `daily`: one row for each civil day of the user, whose `timestamp`
   * is that day at 00:00 UTC whatever the user's time zone, so that a user who moves never has a day twice.
   */
  readonly kind: 'series' | 'daily';
  readonly value: {
    readonly column: string;
    /** What is measured, as part of the rollups' column names: `min_heart_rate`. */
    readonly quantity: string;
    readonly unit: string;
    readonly nullable: boolean;
    /** Values are valid where `greaterThan < value <= atMost`. */
    readonly validRange: { readonly greaterThan: number; readonly atMost: number };
  };
  readonly attributes?: readonly Attribute[];
  /** Usual distance between two readings of one user, in seconds: decides how long a chunk is. */
  readonly samplingSeconds: number;
  /** Age at which chunks go to the columnstore; must exceed the longest look-back of the delta window. */
  readonly compressAfter: string;
  /** The dataset of a user is stale when its newest reading is older than this many hours. */
  readonly staleAfterHours: number;
}

export interface Dataset extends DatasetDeclaration {
  readonly table: string;
  readonly attributes: readonly Attribute[];
  /** From fine to coarse; empty for `daily` datasets. */
  readonly rollups: readonly Rollup[];
  readonly rollupColumns: RollupColumns;
  /** How much time a chunk of the hypertable holds, as an SQL interval. */
  readonly chunkInterval: string;
}

const LEVELS: readonly Omit<Rollup, 'view'>[] = [
  { level: '1m', bucketColumn: 'minute', bucket: '1 minute', seconds: 60 },
  { level: '1h', bucketColumn: 'hour', bucket: '1 hour', seconds: 3_600 },
  { level: '1d', bucketColumn: 'day', bucket: '1 day', seconds: 86_400 },
];

/**
 * Of one user. At about 90 bytes with its key, the chunk that a hundred users write to is a gigabyte: a quarter of the
 * memory of a small server, as TimescaleDB recommends.
 */
const READINGS_OF_A_CHUNK = 100_000;
const DAY_SECONDS = 86_400;
/** A year, as PostgreSQL counts one. */
const LONGEST_CHUNK_DAYS = 360;

function chunkInterval(samplingSeconds: number): string {
  const weeks = Math.ceil((READINGS_OF_A_CHUNK * samplingSeconds) / (7 * DAY_SECONDS));
  return `${Math.min(7 * weeks, LONGEST_CHUNK_DAYS)} days`;
}

/**
 * Derives table, rollups, their column names and the chunk interval from a declaration.
 * @throws {Error} if the key or a column is not a plain lower-case SQL identifier: they are used as such in SQL.
 */
export function defineDataset(declaration: DatasetDeclaration): Dataset {
  const { key, value, kind, attributes = [] } = declaration;
  for (const name of [key, value.column, value.quantity, ...attributes.map(({ column }) => column)]) {
    if (!/^[a-z][a-z0-9_]{0,54}$/.test(name)) throw new Error(`not a plain SQL identifier: ${name}`);
  }
  return {
    ...declaration,
    table: key,
    attributes,
    rollups: kind === 'series' ? LEVELS.map((level) => ({ ...level, view: `${key}_${level.level}` })) : [],
    rollupColumns: {
      min: `min_${value.quantity}`,
      max: `max_${value.quantity}`,
      avg: `avg_${value.quantity}`,
      sum: `sum_${value.quantity}`,
      count: 'record_count',
    },
    chunkInterval: chunkInterval(declaration.samplingSeconds),
  };
}
