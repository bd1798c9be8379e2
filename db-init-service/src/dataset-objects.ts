import type { Dataset, Rollup } from '@systole/catalog';
import { quoteIdentifier } from '@systole/service-kit';

/** Something the catalog declares, as the database should have it. */
export interface DeclaredObject {
  /** For the log: `continuous aggregate activities_heart_intraday_1m`. */
  readonly name: string;
  /**
   * An SQL condition: true where the object is as declared. It is asked first, and nothing is done where it holds,
   * since even a statement with IF NOT EXISTS may take a lock that stops those who read and write.
   */
  readonly isThere: string;
  readonly make: readonly string[];
}

export interface DeclaredColumn {
  readonly name: string;
  readonly type: 'timestamptz' | 'double precision' | 'text' | 'jsonb' | 'bigint';
  readonly nullable: boolean;
}

/** The columns of a dataset's hypertable, in order. */
export function tableColumns({ value, attributes }: Dataset): readonly DeclaredColumn[] {
  return [
    { name: 'timestamp', type: 'timestamptz', nullable: false },
    { name: value.column, type: 'double precision', nullable: value.nullable },
    ...attributes.map(({ column, type }) => ({ name: column, type, nullable: true })),
    { name: 'user_id', type: 'text', nullable: false },
  ];
}

/**
 * Everything that one declaration asks of the database, in the order in which it can be made.
 * @param retentionDays age in days at which raw readings are dropped; 0 keeps them for ever.
 */
export function datasetObjects(dataset: Dataset, retentionDays: number): readonly DeclaredObject[] {
  return [
    hypertable(dataset),
    chunkInterval(dataset),
    ...dataset.rollups.map((rollup, index) =>
      continuousAggregate(dataset, rollup, dataset.rollups[index - 1]),
    ),
    columnstore(dataset),
    columnstorePolicy(dataset),
    retentionPolicy(dataset, retentionDays),
  ];
}

function hypertable(dataset: Dataset): DeclaredObject {
  const columns = tableColumns(dataset).map(
    ({ name, type, nullable }) => `${quoteIdentifier(name)} ${type}${nullable ? '' : ' NOT NULL'}`,
  );
  return {
    name: `hypertable ${dataset.table}`,
    isThere: `to_regclass('${table(dataset)}') IS NOT NULL`,
    make: [
      `CREATE TABLE ${table(dataset)} (${columns.join(', ')}, PRIMARY KEY (user_id, "timestamp"))`,
      // The primary key is the one index: a second one would cost a third of the rate at which rows are loaded.
      `SELECT create_hypertable('${table(dataset)}', by_range('timestamp', interval '${dataset.chunkInterval}'),
                                create_default_indexes => false)`,
    ],
  };
}

function chunkInterval(dataset: Dataset): DeclaredObject {
  return {
    name: `chunk interval of ${dataset.table}`,
    isThere: `EXISTS (SELECT FROM timescaledb_information.dimensions
                       WHERE hypertable_schema = 'public' AND hypertable_name = '${dataset.table}'
                         AND time_interval = interval '${dataset.chunkInterval}')`,
    make: [`SELECT set_chunk_time_interval('${table(dataset)}', interval '${dataset.chunkInterval}')`],
  };
}

/**
 * `finer` is the level below; without it the aggregate reads the raw rows. Each level keeps a sum and a count, so that
 * its average is exact and not an average of averages.
 *
 * The aggregates are materialised only: every run refreshes exactly the range it touched. A real-time aggregate would
 * add nothing but a danger: when a refresh is killed and later windows are refreshed past it, it silently leaves out
 * the gap, while here the run ledger still shows the range as not refreshed.
 */
function continuousAggregate(dataset: Dataset, rollup: Rollup, finer: Rollup | undefined): DeclaredObject {
  const { min, max, avg, sum, count } = dataset.rollupColumns;
  const time = finer?.bucketColumn ?? '"timestamp"';
  const value = quoteIdentifier(dataset.value.column);
  const aggregates = finer
    ? [
        `min(${min}) AS ${min}`,
        `max(${max}) AS ${max}`,
        `sum(${sum}) / sum(${count}) AS ${avg}`,
        // The sum of bigint is numeric.
        `sum(${count})::bigint AS ${count}`,
        `sum(${sum}) AS ${sum}`,
      ]
    : [
        `min(${value}) AS ${min}`,
        `max(${value}) AS ${max}`,
        `sum(${value}) / count(${value}) AS ${avg}`,
        `count(${value}) AS ${count}`,
        `sum(${value}) AS ${sum}`,
      ];
  return {
    name: `continuous aggregate ${rollup.view}`,
    isThere: `to_regclass('public.${rollup.view}') IS NOT NULL`,
    make: [
      // The index on (user_id, bucket) that serves `WHERE user_id = … AND bucket >= … AND bucket < … ORDER BY bucket`
      // is the one that create_group_indexes makes.
      `CREATE MATERIALIZED VIEW public.${rollup.view}
       WITH (timescaledb.continuous, timescaledb.materialized_only = true, timescaledb.create_group_indexes = true) AS
       SELECT user_id, time_bucket(interval '${rollup.bucket}', ${time}) AS ${rollup.bucketColumn}, ${aggregates.join(', ')}
         FROM public.${finer?.view ?? quoteIdentifier(dataset.table)}
        GROUP BY user_id, time_bucket(interval '${rollup.bucket}', ${time})
       WITH NO DATA`,
    ],
  };
}

function columnstore(dataset: Dataset): DeclaredObject {
  return {
    name: `columnstore of ${dataset.table}`,
    isThere: `EXISTS (SELECT FROM timescaledb_information.hypertables
                       WHERE hypertable_schema = 'public' AND hypertable_name = '${dataset.table}'
                         AND compression_enabled)`,
    make: [
      `ALTER TABLE ${table(dataset)} SET (timescaledb.enable_columnstore = true,
                                          timescaledb.segmentby = 'user_id', timescaledb.orderby = 'timestamp')`,
    ],
  };
}

function columnstorePolicy(dataset: Dataset): DeclaredObject {
  return {
    name: `columnstore policy of ${dataset.table}`,
    isThere: `EXISTS (${policies(dataset, 'policy_compression')}
                        AND (config ->> 'compress_after')::interval = interval '${dataset.compressAfter}')`,
    make: [
      `CALL remove_columnstore_policy('${table(dataset)}', if_exists => true)`,
      `CALL add_columnstore_policy('${table(dataset)}', after => interval '${dataset.compressAfter}')`,
    ],
  };
}

/**
 * Retention drops raw readings only. Rollups and daily rows are small, and are what long comparisons are made of.
 */
function retentionPolicy(dataset: Dataset, retentionDays: number): DeclaredObject {
  const name = `retention policy of ${dataset.table}`;
  const remove = `SELECT remove_retention_policy('${table(dataset)}', if_exists => true)`;
  const current = policies(dataset, 'policy_retention');
  if (retentionDays === 0 || dataset.kind === 'daily') {
    return { name, isThere: `NOT EXISTS (${current})`, make: [remove] };
  }
  return {
    name,
    isThere: `EXISTS (${current} AND (config ->> 'drop_after')::interval = interval '${retentionDays} days')`,
    make: [remove, `SELECT add_retention_policy('${table(dataset)}', interval '${retentionDays} days')`],
  };
}

function policies(dataset: Dataset, procedure: 'policy_compression' | 'policy_retention'): string {
  return `SELECT FROM timescaledb_information.jobs
           WHERE hypertable_schema = 'public' AND hypertable_name = '${dataset.table}' AND proc_name = '${procedure}'`;
}

function table(dataset: Dataset): string {
  return `public.${quoteIdentifier(dataset.table)}`;
}
