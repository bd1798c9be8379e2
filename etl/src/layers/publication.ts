import {
  inTransaction,
  quoteIdentifier,
  SystoleError,
  type Pool,
  type PoolClient,
} from '@systole/service-kit';
import { recordQuality, type QualityReport } from '../quality/quality-report.ts';
import type { PublishedCounts, TableDataset } from '../tables/table-dataset.ts';
import type { Snapshot } from './raw-store.ts';
import { assertReferenced } from './references.ts';
import { FOR_MANY_ROWS } from './staging.ts';
import { advanceWatermark, readWatermark } from './watermark.ts';

/** A file that is staged and let pass by the gates. */
export interface Publication {
  readonly runId: number;
  readonly snapshot: Snapshot;
  readonly table: string;
  readonly report: QualityReport;
}

/** What was published last of a dataset, or of a user's part of it. */
export async function lastPublished(
  pool: Pool,
  { dataset, userId }: Snapshot,
): Promise<{ readonly snapshotId: number; readonly runId: number; readonly rows: number } | undefined> {
  const { rows } = await pool.query<{ snapshotId: number; runId: number; rows: number }>(
    `SELECT snapshot_id AS "snapshotId", run_id AS "runId", rows_read AS rows
       FROM ops.publications JOIN raw.snapshots USING (snapshot_id)
      WHERE publications.dataset = $1 AND user_id IS NOT DISTINCT FROM $2 ORDER BY run_id DESC LIMIT 1`,
    [dataset, userId],
  );
  return rows[0];
}

/**
 * Whether publishing a snapshot again could change nothing. Where greater versions win, it is enough that it once was;
 * where the later delivery wins, another file may have been published since, or another of what it refers to.
 */
export async function isPublished(
  pool: Pool,
  { precedence, references = [] }: TableDataset,
  snapshot: Snapshot,
): Promise<boolean> {
  if (precedence !== 'version') {
    const last = await lastPublished(pool, snapshot);
    if (last?.snapshotId !== snapshot.snapshotId) return false;
    const { rowCount } = await pool.query(
      'SELECT FROM ops.publications WHERE dataset = ANY ($1) AND run_id > $2 LIMIT 1',
      [references.map(({ dataset }) => dataset), last.runId],
    );
    return rowCount === 0;
  }
  const { rowCount } = await pool.query('SELECT FROM ops.publications WHERE snapshot_id = $1 LIMIT 1', [
    snapshot.snapshotId,
  ]);
  return rowCount === 1;
}

/**
 * Publishes staged rows in one transaction, together with the watermark, the quality report and the ledger's counts:
 * readers see the old or the new, and what the ledger says is what is there, after any crash. One at a time for a
 * dataset.
 * @returns undefined where an earlier attempt had been committed after all: its counts are in the ledger
 */
export async function publish(
  pool: Pool,
  dataset: TableDataset,
  publication: Publication,
): Promise<PublishedCounts | undefined> {
  return inTransaction(pool, async (client) => {
    await lockDataset(client, dataset);
    if (await wasPublished(client, publication)) return undefined;
    return publishStaged(client, dataset, publication);
  });
}

/** Makes the analytics tables anew from staged snapshots, in one transaction. Done already, it does nothing. */
export async function republish(
  pool: Pool,
  dataset: TableDataset,
  publications: readonly Publication[],
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockDataset(client, dataset);
    const [first] = publications;
    if (first === undefined || (await wasPublished(client, first))) return;
    if (dataset.precedence !== 'replacement') {
      // Not TRUNCATE: a reader with an older snapshot of the database would see an empty table.
      for (const table of dataset.tables) await client.query(`DELETE FROM ${quoteIdentifier(table)}`);
    }
    await client.query('DELETE FROM ops.watermarks WHERE dataset = $1', [dataset.key]);
    for (const publication of publications) await publishStaged(client, dataset, publication);
  });
}

/** Whether an earlier attempt was committed although its answer never came. */
async function wasPublished(client: PoolClient, { runId }: Publication): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM ops.publications WHERE run_id = $1', [runId]);
  return rowCount === 1;
}

/**
 * Must come first, so that what is read afterwards is what the one before has committed. What is referred to is locked
 * before what refers to it, by everybody.
 */
async function lockDataset(client: PoolClient, { key, references = [] }: TableDataset): Promise<void> {
  for (const name of [...references.map(({ dataset }) => dataset), key]) {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`systole:publish:${name}`]);
  }
  await client.query(FOR_MANY_ROWS);
}

async function publishStaged(
  client: PoolClient,
  dataset: TableDataset,
  { runId, snapshot, table, report }: Publication,
): Promise<PublishedCounts> {
  const { rows: staged } = await client.query<{ count: number }>(`SELECT count(*) FROM ${table}`);
  if (staged[0]?.count !== report.rows.accepted - report.rows.superseded) {
    throw new SystoleError('transient', 'the staged rows are gone: the database server crashed');
  }
  await assertReferenced(client, dataset, table);
  const mark = await readWatermark(client, dataset);
  const { userId } = snapshot;
  const counts = await dataset.publish(client, { table, userId, lateBefore: mark?.lateBefore ?? null });
  await advanceWatermark(client, dataset, table, runId);
  await client.query(
    `INSERT INTO ops.publications (run_id, dataset, snapshot_id, rows_read, watermark_before, late_rows,
                                   removed_rows)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      runId,
      dataset.key,
      snapshot.snapshotId,
      report.rows.read,
      mark?.value ?? null,
      counts.late,
      counts.removed,
    ],
  );
  await recordQuality(client, report);
  await recordCounts(client, runId, report, counts);
  return counts;
}

/** A row that another of the same file supersedes counts as unchanged. */
export async function recordCounts(
  client: Pool | PoolClient,
  runId: number,
  { rows }: QualityReport,
  counts: Pick<PublishedCounts, 'inserted' | 'updated' | 'unchanged'>,
): Promise<void> {
  await client.query(
    `UPDATE ops.pipeline_runs SET rows_read = $2, rejected = $3, inserted = $4, updated = $5, unchanged = $6
      WHERE run_id = $1`,
    [runId, rows.read, rows.rejected, counts.inserted, counts.updated, counts.unchanged + rows.superseded],
  );
}
