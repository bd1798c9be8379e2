import {
  inTransaction,
  quoteIdentifier,
  type Logger,
  type Pool,
  type PoolClient,
} from '@systole/service-kit';
import {
  recordRecordBatch,
  wasRecordBatchRecorded,
  type RecordBatchPosition,
} from '../ledger/record-batches.ts';
import type { NamedDataset } from '../ledger/runs.ts';
import type { Reject } from '../quality/reject.ts';
import type { RowSource, TransformedRecords } from '../transformers/transformed-records.ts';
import { isUniqueViolation } from './base-loader.ts';
import { BatchOrder, type Turn } from './batch-order.ts';
import { BinaryCopyWriter } from './binary-copy-writer.ts';
import { copyInto } from './copy-into.ts';
import type { LoadCounts } from './load-batch.ts';

/** One transaction's worth of rows, which are encoded as they come: as objects a batch of them would live for long. */
export interface RecordBatch<Row> {
  /** As a binary COPY stream of the loader's columns. */
  readonly encoded: BinaryCopyWriter;
  /** Rows that the table cannot take as things are. */
  readonly aside: { readonly row: Row; readonly source: RowSource }[];
  readonly rejects: Reject[];
}

export interface RecordLoaderSettings {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

const NOTHING: LoadCounts = { inserted: 0, updated: 0, unchanged: 0 };

/**
 * Puts batches of rows into a table with a key of its own, so that delivering anything twice changes nothing. One
 * transaction for a batch, its ledger entry and its rejects.
 *
 * Append path: COPY goes straight into the table. Whether that will do is not asked: it is tried as long as nothing of
 * the batch before was there already, and the key makes it safe. A violation sends the batch through the merge path.
 * Merge path: COPY into a staging table, merged from there. Who merges is alone with the table, who appends keeps
 * mergers out, both by a transaction-level advisory lock.
 *
 * While one batch is committed the next is appended, and while one is merged the next is staged; they are committed in
 * the order of the calls.
 */
export abstract class RecordLoader<Row> {
  readonly #dataset: NamedDataset;
  readonly #settings: RecordLoaderSettings;
  readonly #order = new BatchOrder();
  /** Not in use; there are as many as batches were held at once. */
  readonly #writers: BinaryCopyWriter[] = [];
  /** Whether nothing of the batch before was there already. */
  #isFresh = true;

  constructor(dataset: NamedDataset, settings: RecordLoaderSettings) {
    this.#dataset = dataset;
    this.#settings = settings;
  }

  /** Where rows that are not there yet may be appended to; undefined where they always are to be merged. */
  protected abstract readonly appendsTo: string | undefined;

  /** The columns that are sent, with their types. */
  protected abstract readonly columns: Readonly<Record<string, string>>;

  /**
   * Writes a row of these columns.
   * @returns false, and nothing is written, where the table cannot take it as things are
   */
  protected abstract encode(row: Row, into: BinaryCopyWriter): boolean;

  /** Merges the table `staging` into the target. Of several rows with one key the last, by `ctid`, wins. */
  protected abstract merge(client: PoolClient): Promise<Pick<LoadCounts, 'inserted' | 'updated'>>;

  /** Keeps rows that the table cannot take as things are, in the batch's transaction. */
  protected abstract keepAside(
    client: PoolClient,
    rows: RecordBatch<Row>['aside'],
    runId: number,
  ): Promise<Reject[]>;

  /** A batch to be filled and then loaded. */
  begin(): RecordBatch<Row> {
    return { encoded: this.#writers.pop() ?? new BinaryCopyWriter(), aside: [], rejects: [] };
  }

  /** Adds a piece of the source to a batch. */
  add(batch: RecordBatch<Row>, { rows, rejects, sourceOf }: TransformedRecords<Row>): Promise<void> | void {
    for (const [index, row] of rows.entries()) {
      if (!this.encode(row, batch.encoded)) batch.aside.push({ row, source: sourceOf(index) });
    }
    for (const reject of rejects) batch.rejects.push(reject);
  }

  /**
   * Loads one batch, which is not to be touched any more; transient failures are retried, and a batch whose commit went
   * unanswered is not done twice. May be called again before it is done.
   * @throws what the database said, once retries are used up or were pointless
   */
  async load(batch: RecordBatch<Row>, position: RecordBatchPosition): Promise<void> {
    const { pool, logger, signal } = this.#settings;
    await this.#order.inTurn(async (turn) => {
      await turn.toBegin();
      await turn.untilCommitted({
        name: `batch ${position.sequence} of ${this.#dataset.key}`,
        attempt: () => this.#attempt(batch, position, turn),
        wasCommitted: () => wasRecordBatchRecorded(pool, position),
        logger,
        signal,
      });
      batch.encoded.clear();
      this.#writers.push(batch.encoded);
    });
  }

  async #attempt(batch: RecordBatch<Row>, position: RecordBatchPosition, turn: Turn): Promise<void> {
    const { appendsTo: table } = this;
    if (table !== undefined && this.#isFresh) {
      try {
        await inTransaction(this.#settings.pool, async (client) => {
          await this.#lock(client, 'shared');
          await this.#copy(client, table, batch);
          await turn.toCommit();
          await this.#record(client, batch, position, { ...NOTHING, inserted: batch.encoded.rows });
          turn.letNextBegin();
        });
        return;
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        this.#isFresh = false;
        this.#settings.logger.debug('rows are there already, merging', { batch: position.sequence });
      }
    }
    await inTransaction(this.#settings.pool, async (client) => {
      await this.#stage(client, batch);
      await turn.toCommit();
      await this.#lock(client, 'exclusive');
      // Not before the lock is held: the next may append, and then it holds the same until this one is committed.
      turn.letNextBegin();
      const merged = batch.encoded.rows > 0 ? await this.merge(client) : NOTHING;
      const unchanged = batch.encoded.rows - merged.inserted - merged.updated;
      this.#isFresh = unchanged + merged.updated === 0;
      await this.#record(client, batch, position, { ...merged, unchanged });
    });
  }

  async #lock(client: PoolClient, mode: 'shared' | 'exclusive'): Promise<void> {
    const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
    await client.query(`SELECT ${lock}(hashtextextended($1, 0))`, [`systole:${this.#dataset.key}`]);
  }

  async #stage(client: PoolClient, batch: RecordBatch<Row>): Promise<void> {
    const columns = Object.entries(this.columns).map(([name, type]) => `${quoteIdentifier(name)} ${type}`);
    await client.query(`CREATE TEMPORARY TABLE staging (${columns.join(', ')}) ON COMMIT DROP`);
    await this.#copy(client, 'staging', batch);
    // The planner knows nothing of rows that came a moment ago.
    await client.query('ANALYZE staging');
  }

  async #copy(client: PoolClient, table: string, { encoded }: RecordBatch<Row>): Promise<void> {
    if (encoded.rows === 0) return;
    await copyInto(client, table, Object.keys(this.columns), encoded.stream());
  }

  async #record(
    client: PoolClient,
    { aside, rejects }: RecordBatch<Row>,
    position: RecordBatchPosition,
    counts: LoadCounts,
  ): Promise<void> {
    const refused = aside.length > 0 ? await this.keepAside(client, aside, position.runId) : [];
    await recordRecordBatch(client, this.#dataset, position, counts, [...rejects, ...refused]);
  }
}
