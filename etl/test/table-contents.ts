import { datasets, heartRateIntraday, type Dataset } from '@systole/catalog';
import type { Pool } from '@systole/service-kit';

export type Row = unknown[];

/** All rows of a dataset's table, in the order of its key. */
export async function rowsOf(
  pool: Pool,
  dataset: Dataset = heartRateIntraday,
  userId?: string,
): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    text: `SELECT user_id, timestamp::text, ${[dataset.value.column, ...dataset.attributes.map(({ column }) => column)].join(', ')}
             FROM ${dataset.table} WHERE $1::text IS NULL OR user_id = $1 ORDER BY user_id, timestamp`,
    values: [userId],
    rowMode: 'array',
  });
  return rows;
}

/** What each rollup holds, and what it would hold if it were made from the raw rows now; sums and averages as text. */
export async function rollupsBesideRaw(
  pool: Pool,
  dataset: Dataset = heartRateIntraday,
): Promise<{ level: string; held: Row[]; fromRaw: Row[] }[]> {
  const { min, max, avg, sum, count } = dataset.rollupColumns;
  return Promise.all(
    dataset.rollups.map(async ({ level, view, bucketColumn, bucket }) => {
      const query = async (text: string) => (await pool.query<Row>({ text, rowMode: 'array' })).rows;
      return {
        level,
        held: await query(
          `SELECT user_id, ${bucketColumn}::text, ${min}, ${max}, ${avg}::text, ${sum}::text, ${count}
             FROM ${view} ORDER BY user_id, ${bucketColumn}`,
        ),
        fromRaw: await query(
          `SELECT user_id, time_bucket('${bucket}', timestamp)::text AS bucket, min(value), max(value),
                  avg(value)::text, sum(value)::text, count(*)
             FROM ${dataset.table} GROUP BY user_id, bucket ORDER BY user_id, time_bucket('${bucket}', min(timestamp))`,
        ),
      };
    }),
  );
}

/** Takes all rows from all datasets' tables, and what is materialised of them. */
export async function emptyTables(pool: Pool): Promise<void> {
  const names = [...datasets.values()].flatMap(({ table, rollups }) => [
    ...rollups.map(({ view }) => view),
    table,
  ]);
  for (const name of names) await pool.query(`TRUNCATE ${name}`);
}
