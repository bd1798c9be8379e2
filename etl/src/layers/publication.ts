import { inTransaction, quoteIdentifier, type Pool, type PoolClient } from '@systole/service-kit';
import { recordQuality, type QualityReport } from '../quality/quality-report.ts';
import type { PublishedCounts, TableDataset } from '../tables/table-dataset.ts';
import type { Snapshot } from './raw-store.ts';

/** A file that is staged and let pass by the gates. */
export interface Publication {
  readonly runId: number;
  readonly snapshot: Snapshot;
  readonly table: string;
  readonly report: QualityReport;
}

/** Rows of the file that was published last; undefined where there is none. */
export async function previousRows(pool: Pool, { key }: TableDataset): Promise<number | undefined> {
  const { rows } = await pool.query<{ rows_read: number }>(
    'SELECT rows_read FROM ops.publications WHERE dataset = $1 ORDER BY run_id DESC LIMIT 1',
    [key],
  );
  return rows[0]?.rows_read;
}

/** Whether publishing a snapshot again could change nothing, since newer versions win whatever comes when. */
export async function isPublished(pool: Pool, { snapshotId }: Snapshot): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM ops.publications WHERE snapshot_id = $1 LIMIT 1', [
    snapshotId,
  ]);
  return rowCount === 1;
}

/**
 * Publishes staged rows in one transaction, together with the watermark, the quality report and the ledger's counts:
 * readers see the old or the new, and what the ledger says is what is there, after any crash. One at a time for a
 * dataset. Done already, it does nothing.
 */
export async function publish(pool: Pool, dataset: TableDataset, publication: Publication): Promise<void> {
  await inTransaction(pool, async (client) => {
    await lockDataset(client, dataset);
    if (await wasPublished(client, publication)) return;
    await publishStaged(client, dataset, publication);
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
    // Not TRUNCATE: a reader with an older snapshot of the database would see an empty table.
    for (const table of dataset.tables) await client.query(`DELETE FROM ${quoteIdentifier(table)}`);
    await client.query('DELETE FROM ops.watermarks WHERE dataset = $1', [dataset.key]);
    for (const publication of publications) await publishStaged(client, dataset, publication);
  });
}

/** Whether an earlier attempt was committed although its answer never came. */
async function wasPublished(client: PoolClient, { runId }: Publication): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM ops.publications WHERE run_id = $1', [runId]);
  return rowCount === 1;
}

/** Must come first, so that what is read afterwards is what the one before has committed. */
async function lockDataset(client: PoolClient, { key }: TableDataset): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`systole:publish:${key}`]);
  await client.query("SET LOCAL work_mem = '128MB'");
}

async function publishStaged(
  client: PoolClient,
  dataset: TableDataset,
  { runId, snapshot, table, report }: Publication,
): Promise<void> {
  const { rows: staged } = await client.query<{ count: number }>(`SELECT count(*) FROM ${table}`);
  if (staged[0]?.count !== report.rows.accepted - report.rows.superseded) {
    throw new Error('the staged rows are gone: the database server was restarted; the same command goes on');
  }
  const { column, lookbackHours } = dataset.watermark;
  const { rows: marks } = await client.query<{ value: string; late_before: string }>(
    `SELECT value::text, (value - make_interval(hours => $2))::text AS late_before FROM ops.watermarks WHERE dataset = $1`,
    [dataset.key, lookbackHours],
  );
  const counts = await dataset.publish(client, { table, lateBefore: marks[0]?.late_before ?? null });
  await client.query(
    `INSERT INTO ops.watermarks AS held (dataset, column_name, value, run_id)
     SELECT $1, $2, max(${quoteIdentifier(column)}), $3 FROM ${table} HAVING count(*) > 0
     ON CONFLICT (dataset) DO UPDATE
        SET value = greatest(held.value, excluded.value), column_name = excluded.column_name, run_id = excluded.run_id`,
    [dataset.key, column, runId],
  );
  await client.query(
    `INSERT INTO ops.publications (run_id, dataset, snapshot_id, rows_read, watermark_before, late_rows)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [runId, dataset.key, snapshot.snapshotId, report.rows.read, marks[0]?.value ?? null, counts.late],
  );
  await recordQuality(client, report);
  await recordCounts(client, runId, report, counts);
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
