import type { Pool, PoolClient } from '@systole/service-kit';
import type { LoadCounts } from '../loaders/load-batch.ts';
import { quarantine } from '../quality/quarantine.ts';
import type { Reject } from '../quality/reject.ts';
import type { NamedDataset } from './runs.ts';

/** Place of a batch in its run. */
export interface RecordBatchPosition {
  readonly runId: number;
  /** 1 for the run's first batch, then 2, … */
  readonly sequence: number;
  /** Rows that the source has up to the end of this batch, rejected ones included. */
  readonly sourcePosition: number;
}

/** Whether an attempt at this batch was committed although its answer never came. */
export async function wasRecordBatchRecorded(
  pool: Pool,
  { runId, sequence }: RecordBatchPosition,
): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM ops.pipeline_runs WHERE run_id = $1 AND batches >= $2', [
    runId,
    sequence,
  ]);
  return rowCount === 1;
}

/** Enters a batch into the ledger, in the batch's own transaction; the counterpart of `recordBatch` for rows of many. */
export async function recordRecordBatch(
  client: PoolClient,
  dataset: NamedDataset,
  { runId, sequence, sourcePosition }: RecordBatchPosition,
  counts: LoadCounts,
  rejects: readonly Reject[],
): Promise<void> {
  await client.query(
    `UPDATE ops.pipeline_runs
        SET rows_read = rows_read + $2::bigint + $3 + $4 + $5, inserted = inserted + $2, updated = updated + $3,
            unchanged = unchanged + $4, rejected = rejected + $5, batches = $6, source_position = $7,
            heartbeat_at = clock_timestamp()
      WHERE run_id = $1`,
    [runId, counts.inserted, counts.updated, counts.unchanged, rejects.length, sequence, sourcePosition],
  );
  await quarantine(client, dataset, runId, rejects);
}
