import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inTransaction, quoteIdentifier, type Pool } from '@systole/service-kit';
import copyStreams from 'pg-copy-streams';
import { csvRecords } from '../extractors/csv-records.ts';
import { SourceFile } from '../extractors/source-file.ts';
import type { PipelineContext } from '../pipeline.ts';
import type { Measurements } from '../quality/checks.ts';
import { quarantine } from '../quality/quarantine.ts';
import { EXAMPLES_KEPT } from '../quality/reject-share.ts';
import type { Reject } from '../quality/reject.ts';
import type { TableDataset } from '../tables/table-dataset.ts';
import { TableTransformer } from '../transformers/table-transformer.ts';
import type { Snapshot } from './raw-store.ts';

/** Rejects that are kept of one run: a table with more is not what it is said to be. All are counted. */
const REJECTS_KEPT = 100_000;

/** Rows of one COPY, of which two are in memory at a time. More are no faster, and hold the embedded database up. */
const BATCH_ROWS = 5_000;

/** What staging one file found, besides what a database must be asked. */
export type Staged = Omit<Measurements, 'previousRows' | 'duplicates' | 'ageHours'> & {
  readonly table: string;
  /** The first rejects, as examples. */
  readonly examples: readonly Reject[];
};

/** Quoted name, with its schema, of the staging table of a run. */
export function stagingTable(dataset: TableDataset, runId: number): string {
  return `staging.${quoteIdentifier(`${dataset.key}_${runId}`)}`;
}

/**
 * Brings a file into a staging table of its own: unlogged, since it can always be made again, and committed batch by
 * batch, so that a large file does not hold the embedded database's only backend. What was staged by an attempt that
 * failed is replaced. Runs in constant memory.
 */
export async function stage(
  { pool, signal, now = () => new Date() }: PipelineContext,
  dataset: TableDataset,
  snapshot: Snapshot,
  runId: number,
): Promise<Staged> {
  const table = stagingTable(dataset, runId);
  const columns = dataset.columns.map(({ name, sqlType }) => `${quoteIdentifier(name)} ${sqlType}`);
  await pool.query('DELETE FROM ops.quarantine WHERE run_id = $1', [runId]);
  await pool.query(`DROP TABLE IF EXISTS ${table}`);
  await pool.query(`CREATE UNLOGGED TABLE ${table} (line bigint NOT NULL, ${columns.join(', ')})`);

  const transformer = new TableTransformer(dataset, now());
  const copying = new CopyBatches(pool, table);
  const breaches = new Map<string, number>();
  const nulls = new Map<string, number>();
  const examples: Reject[] = [];
  let header: readonly string[] = [];
  let [rows, accepted, kept] = [0, 0, 0];
  for await (const payload of csvRecords(new SourceFile(snapshot.path))) {
    signal?.throwIfAborted();
    header = payload.header;
    if (dataset.columns.some(({ name }) => !header.includes(name))) break;
    const found = transformer.transform({ payload, place: { file: snapshot.sourceName } });
    rows += payload.rows.length;
    accepted += found.accepted;
    for (const { column, rule } of found.breaches) add(breaches, `${column} ${rule}`, 1);
    for (const [column, count] of Object.entries(found.nulls)) add(nulls, column, count);
    examples.push(...found.rejects.slice(0, EXAMPLES_KEPT - examples.length));
    await copying.add(found.copyText, found.accepted);
    if (found.rejects.length > 0 && kept < REJECTS_KEPT) {
      await copying.settle();
      const rejects = found.rejects.slice(0, REJECTS_KEPT - kept);
      kept += rejects.length;
      await quarantine(pool, dataset, runId, rejects);
    }
  }
  await copying.end();
  const names = dataset.columns.map(({ name }) => name);
  return {
    table,
    rows,
    accepted,
    breaches,
    nulls,
    examples,
    missingColumns: names.filter((name) => !header.includes(name)),
    extraColumns: header.filter((name) => !names.includes(name)),
  };
}

/**
 * Leaves the newest version of each business key.
 * @returns how many rows were superseded
 */
export async function dropSuperseded(
  pool: Pool,
  { businessKey, version }: TableDataset,
  table: string,
): Promise<number> {
  return inTransaction(pool, async (client) => {
    await client.query("SET LOCAL work_mem = '128MB'");
    // Looked for by hashing first: sorting all rows would take three times as long, and most files have few.
    const { rowCount } = await client.query(
      `DELETE FROM ${table} WHERE ctid IN (
         SELECT ctid FROM (
           SELECT ctid, row_number() OVER (PARTITION BY ${businessKey} ORDER BY ${version('sent')} DESC, line DESC) AS place
             FROM ${table} AS sent
            WHERE ${businessKey} IN (SELECT ${businessKey} FROM ${table} GROUP BY 1 HAVING count(*) > 1)) AS ranked
          WHERE place > 1)`,
    );
    return rowCount ?? 0;
  });
}

/** Drops the staging tables of runs that have ended, however they ended; those of another role are its own to drop. */
export async function dropAbandoned(pool: Pool, dataset: TableDataset): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables
      WHERE schemaname = 'staging' AND pg_has_role(tableowner, 'MEMBER') AND starts_with(tablename, $1 || '_') AND substr(tablename, length($1) + 2) ~ '^\\d+$'
        AND NOT EXISTS (SELECT FROM ops.pipeline_runs
                         WHERE run_id = substr(tablename, length($1) + 2)::bigint AND status = 'running')`,
    [dataset.key],
  );
  for (const { name } of rows) await pool.query(`DROP TABLE IF EXISTS staging.${quoteIdentifier(name)}`);
}

/** Copies rows in batches, one on its way while the next is read. */
class CopyBatches {
  readonly #pool: Pool;
  readonly #table: string;
  #pieces: Buffer[] = [];
  #rows = 0;
  #inFlight: Promise<void> = Promise.resolve();

  constructor(pool: Pool, table: string) {
    this.#pool = pool;
    this.#table = table;
  }

  async add(copyText: string, rows: number): Promise<void> {
    if (rows === 0) return;
    // Bytes at once: a string that was put together piece by piece takes many times its length.
    this.#pieces.push(Buffer.from(copyText));
    this.#rows += rows;
    if (this.#rows < BATCH_ROWS) return;
    await this.#inFlight;
    this.#inFlight = this.#copy();
    // It is awaited before the next; until then its failure must not count as unhandled.
    this.#inFlight.catch(() => undefined);
  }

  /** Waits for the batch on its way: the embedded database has one backend, which a COPY holds. */
  async settle(): Promise<void> {
    await this.#inFlight;
  }

  async end(): Promise<void> {
    await this.#inFlight;
    if (this.#rows > 0) await this.#copy();
  }

  async #copy(): Promise<void> {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#rows = 0;
    await inTransaction(this.#pool, async (client) => {
      const copy = client.query(copyStreams.from(`COPY ${this.#table} FROM STDIN`));
      await pipeline(Readable.from(pieces), copy);
    });
  }
}

function add(counts: Map<string, number>, key: string, count: number): void {
  if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
}
