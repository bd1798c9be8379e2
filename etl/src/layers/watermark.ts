import { quoteIdentifier, type PoolClient } from '@systole/service-kit';
import type { TableDataset } from '../tables/table-dataset.ts';

/** Instants, as PostgreSQL writes them. */
export interface Watermark {
  /** The newest change that has been published. */
  readonly value: string;
  /** The same less the look-back: what is older counts as late. */
  readonly lateBefore: string;
}

/** Undefined where the dataset has none, or nothing is published yet. */
export async function readWatermark(
  client: PoolClient,
  { key, watermark }: TableDataset,
): Promise<Watermark | undefined> {
  if (!watermark) return undefined;
  const { rows } = await client.query<Watermark>(
    `SELECT value::text, (value - make_interval(hours => $2))::text AS "lateBefore"
       FROM ops.watermarks WHERE dataset = $1`,
    [key, watermark.lookbackHours],
  );
  return rows[0];
}

/** Brings the watermark to the newest staged row, never back. Part of the publishing transaction. */
export async function advanceWatermark(
  client: PoolClient,
  { key, watermark }: TableDataset,
  table: string,
  runId: number,
): Promise<void> {
  if (!watermark) return;
  const { column } = watermark;
  await client.query(
    `INSERT INTO ops.watermarks AS held (dataset, column_name, value, run_id)
     SELECT $1, $2, max(${quoteIdentifier(column)}), $3 FROM ${table} HAVING count(*) > 0
     ON CONFLICT (dataset) DO UPDATE
        SET value = greatest(held.value, excluded.value), column_name = excluded.column_name, run_id = excluded.run_id`,
    [key, column, runId],
  );
}
