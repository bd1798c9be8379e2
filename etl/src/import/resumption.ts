import { createHash } from 'node:crypto';
import type { Pool } from '@systole/service-kit';
import type { NamedDataset } from '../ledger/runs.ts';

/** Where an import goes on. */
export interface Resumption {
  /** The interrupted run, or undefined where there is none. */
  readonly runId: number | undefined;
  /** Rows of each user, counted from the file's beginning, that are loaded already. */
  readonly positions: ReadonlyMap<string, number>;
  /** The same, of sources whose rows are not kept by user. */
  readonly position: number;
}

/** What makes an import the same import: the file's content, and all that changes what is made of it. */
export function fingerprint(sha256: string, ...options: readonly string[]): string {
  return createHash('sha256')
    .update([sha256, ...options].join('\n'))
    .digest('hex');
}

/**
 * Finds how far interrupted imports of the same source came since the last that was not. Positions were committed
 * together with their rows, so whatever they cover is there.
 */
export async function findResumption(
  pool: Pool,
  dataset: NamedDataset,
  sourceFingerprint: string,
): Promise<Resumption> {
  const { rows } = await pool.query<{
    run_id: number;
    source_position: number;
    user_id: string | null;
    position: number | null;
  }>(
    `SELECT run.run_id, run.source_position, taken.user_id, taken.source_position AS position
       FROM ops.pipeline_runs AS run LEFT JOIN ops.pipeline_run_users AS taken USING (run_id)
      WHERE run.source_fingerprint = $1 AND run.dataset = $2 AND run.status IN ('running', 'failed')
        AND (taken.user_id IS NOT NULL OR run.source_position > 0)
        AND run.run_id > (SELECT coalesce(max(run_id), 0) FROM ops.pipeline_runs
                           WHERE source_fingerprint = $1 AND dataset = $2 AND status NOT IN ('running', 'failed'))
      ORDER BY run.run_id DESC`,
    [sourceFingerprint, dataset.key],
  );
  const positions = new Map<string, number>();
  for (const { user_id, position } of rows) {
    if (user_id !== null) positions.set(user_id, Math.max(positions.get(user_id) ?? 0, position ?? 0));
  }
  return {
    runId: rows[0]?.run_id,
    positions,
    position: Math.max(0, ...rows.map(({ source_position }) => source_position)),
  };
}
