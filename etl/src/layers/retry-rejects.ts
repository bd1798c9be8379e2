import { SystoleError } from '@systole/service-kit';
import type { PipelineContext } from '../pipeline.ts';
import { tableDatasets } from '../tables/table-datasets.ts';
import { lastPublished } from './publication.ts';
import type { RawStore } from './raw-store.ts';
import { runTable, type TableReport } from './table-run.ts';

export interface RetryReport extends TableReport {
  /** Rejects of the earlier run whose rows were taken this time. */
  readonly resolved: number;
}

/**
 * Does the file of a run again, by the rules and references of today: rows that it rejected and that are good by now
 * are taken, and marked as resolved in the quarantine.
 * @throws {SystoleError} terminal, where the run is none of a table, or its file has been replaced by a later one
 */
export async function retryRejects(
  context: PipelineContext,
  store: RawStore,
  runId: number,
): Promise<RetryReport> {
  const { pool } = context;
  const { rows } = await pool.query<{ dataset: string; snapshot_id: number }>(
    `SELECT run.dataset, snapshot_id
       FROM ops.pipeline_runs AS run
       JOIN raw.snapshots AS snapshot
         ON snapshot.dataset = run.dataset AND snapshot.user_id IS NOT DISTINCT FROM run.user_id
            AND snapshot.sha256 = run.source_fingerprint
      WHERE run_id = $1`,
    [runId],
  );
  const [found] = rows;
  const dataset = tableDatasets.get(found?.dataset ?? '');
  if (!found || !dataset) {
    throw new SystoleError('terminal', `Run ${runId} has no file that was kept: it cannot be retried.`);
  }
  const snapshot = await store.find(found.snapshot_id);
  if (dataset.precedence === 'replacement') {
    const last = await lastPublished(pool, snapshot);
    if (last && last.snapshotId !== snapshot.snapshotId) {
      throw new SystoleError(
        'terminal',
        `The file of run ${runId} has been replaced by the one of run ${last.runId}: retry that one.`,
      );
    }
  }
  const report = await runTable(context, dataset, snapshot, 'manual');
  if (report.run.status === 'failed') return { ...report, resolved: 0 };
  const { rowCount } = await pool.query(
    `UPDATE ops.quarantine AS held SET resolved_by = $2
      WHERE run_id = $1 AND resolved_by IS NULL
        AND NOT EXISTS (SELECT FROM ops.quarantine AS still
                         WHERE still.run_id = $2 AND still.place->'line' = held.place->'line')`,
    [runId, report.run.runId],
  );
  return { ...report, resolved: rowCount ?? 0 };
}
