import type { Dataset } from '@systole/catalog';
import type { Pool, PoolClient } from '@systole/service-kit';
import type { LoadBatch, LoadCounts } from '../loaders/load-batch.ts';
import { quarantine } from '../quality/quarantine.ts';
import type { Readings } from '../readings.ts';
import { formatInstant } from '../time/instants.ts';

/** Whether an attempt at this batch was committed although its answer never came. */
export async function wasRecorded(pool: Pool, { runId, sequence, readings }: LoadBatch): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM ops.pipeline_run_users WHERE run_id = $1 AND user_id = $2 AND batches >= $3',
    [runId, readings.userId, sequence],
  );
  return rowCount === 1;
}

/**
 * Enters a batch into the ledger, in the batch's own transaction: what the ledger says is exactly what was committed,
 * after any crash. The touched range is what the rollups must be refreshed for.
 */
export async function recordBatch(
  client: PoolClient,
  dataset: Dataset,
  batch: LoadBatch,
  ordered: Readings,
  counts: LoadCounts,
): Promise<void> {
  const first = ordered.timestamps[0];
  const last = ordered.timestamps[ordered.length - 1];
  const isTouched = counts.inserted + counts.updated > 0;
  await client.query(
    `WITH of_user AS (
       INSERT INTO ops.pipeline_run_users AS u
              (run_id, user_id, batches, rows_read, inserted, updated, unchanged, rejected, first_timestamp, last_timestamp,
               source_position)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $12)
       ON CONFLICT (run_id, user_id) DO UPDATE
          SET batches = excluded.batches,
              source_position = excluded.source_position,
              rows_read = u.rows_read + excluded.rows_read,
              inserted = u.inserted + excluded.inserted,
              updated = u.updated + excluded.updated,
              unchanged = u.unchanged + excluded.unchanged,
              rejected = u.rejected + excluded.rejected,
              first_timestamp = least(u.first_timestamp, excluded.first_timestamp),
              last_timestamp = greatest(u.last_timestamp, excluded.last_timestamp))
     UPDATE ops.pipeline_runs
        SET rows_read = rows_read + $4, inserted = inserted + $5, updated = updated + $6,
            unchanged = unchanged + $7, rejected = rejected + $8, heartbeat_at = clock_timestamp(),
            touched_start = CASE WHEN $11 THEN least(touched_start, $9) ELSE touched_start END,
            touched_end = CASE WHEN $11 THEN greatest(touched_end, $10) ELSE touched_end END
      WHERE run_id = $1`,
    [
      batch.runId,
      ordered.userId,
      batch.sequence,
      batch.readings.length + batch.rejects.length,
      counts.inserted,
      counts.updated,
      counts.unchanged,
      batch.rejects.length,
      first === undefined ? null : formatInstant(first),
      last === undefined ? null : formatInstant(last),
      isTouched,
      batch.sourcePosition,
    ],
  );
  await quarantine(client, dataset, batch.runId, batch.rejects);
}
