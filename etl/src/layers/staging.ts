import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inTransaction, quoteIdentifier, type Pool } from '@systole/service-kit';
import copyStreams from 'pg-copy-streams';
import { parseContext, type PipelineContext } from '../pipeline.ts';
import { quarantine } from '../quality/quarantine.ts';
import { stagedColumns, type TableDataset } from '../tables/table-dataset.ts';
import type { Snapshot } from './raw-store.ts';
import { readTable, TableTally } from './read-table.ts';

/** Rejects that are kept of one run: a table with more is not what it is said to be. All are counted. */
export const REJECTS_KEPT = 100_000;

/** Rows of one COPY, of which two are in memory at a time. More are no faster, and hold the embedded database up. */
const BATCH_ROWS = 5_000;
const FIRST_BUFFER_BYTES = 1_048_576;

/** Sorts fit into memory, and simple statements over many rows are not compiled first, which costs more than it saves. */
export const FOR_MANY_ROWS = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off";

/** Quoted name, with its schema, of the staging table of a run. */
export function stagingTable(dataset: TableDataset, runId: number): string {
  return `staging.${quoteIdentifier(`${dataset.key}_${runId}`)}`;
}

/**
 * Brings a file into a staging table of its own: unlogged, since it can always be made again, and committed batch by
 * batch, so that a large file does not hold the embedded database's only backend. What was staged by an attempt that
 * failed is replaced. Runs in constant memory.
 * @returns what was found in the rows
 */
export async function stage(
  context: PipelineContext,
  dataset: TableDataset,
  snapshot: Snapshot,
  runId: number,
): Promise<TableTally> {
  const { pool, signal } = context;
  const table = stagingTable(dataset, runId);
  const columns = stagedColumns(dataset).map(({ name, sqlType }) => `${quoteIdentifier(name)} ${sqlType}`);
  await pool.query('DELETE FROM ops.quarantine WHERE run_id = $1', [runId]);
  await pool.query(`DROP TABLE IF EXISTS ${table}`);
  await pool.query(`CREATE UNLOGGED TABLE ${table} (line bigint NOT NULL, ${columns.join(', ')})`);

  const copying = new CopyBatches(pool, table);
  const tally = new TableTally(dataset);
  let kept = 0;
  for await (const found of readTable(dataset, snapshot, parseContext(context), tally)) {
    signal?.throwIfAborted();
    await copying.add(found.copyText, found.accepted);
    if (found.rejects.length > 0 && kept < REJECTS_KEPT) {
      await copying.settle();
      const rejects = found.rejects.slice(0, REJECTS_KEPT - kept);
      kept += rejects.length;
      await quarantine(pool, dataset, runId, rejects);
    }
  }
  await copying.end();
  return tally;
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
    await client.query(FOR_MANY_ROWS);
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

/** Copies rows in batches, one on its way while the next is read, each from one of two buffers. */
class CopyBatches {
  readonly #pool: Pool;
  readonly #table: string;
  // Used again and again: buffers of their own for each piece would stay until the engine gets round to them.
  #filling = Buffer.allocUnsafe(FIRST_BUFFER_BYTES);
  #sending = Buffer.allocUnsafe(FIRST_BUFFER_BYTES);
  #bytes = 0;
  #rows = 0;
  #inFlight: Promise<void> = Promise.resolve();

  constructor(pool: Pool, table: string) {
    this.#pool = pool;
    this.#table = table;
  }

  async add(copyText: string, rows: number): Promise<void> {
    if (rows === 0) return;
    this.#append(copyText);
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

  #append(text: string): void {
    // A unit of UTF-16 is at most three bytes of UTF-8.
    const needed = this.#bytes + text.length * 3;
    if (needed > this.#filling.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.#filling.copy(larger, 0, 0, this.#bytes);
      this.#filling = larger;
    }
    this.#bytes += this.#filling.write(text, this.#bytes);
  }

  /** The batch before has been sent by now. */
  async #copy(): Promise<void> {
    const batch = this.#filling.subarray(0, this.#bytes);
    [this.#filling, this.#sending] = [this.#sending, this.#filling];
    this.#bytes = 0;
    this.#rows = 0;
    await inTransaction(this.#pool, async (client) => {
      const copy = client.query(copyStreams.from(`COPY ${this.#table} FROM STDIN`));
      await pipeline(Readable.from([batch]), copy);
    });
  }
}
