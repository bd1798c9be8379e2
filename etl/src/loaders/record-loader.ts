import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inTransaction, retryTransient, type Logger, type Pool, type PoolClient } from '@systole/service-kit';
import copyStreams from 'pg-copy-streams';
import {
  recordRecordBatch,
  wasRecordBatchRecorded,
  type RecordBatchPosition,
} from '../ledger/record-batches.ts';
import type { NamedDataset } from '../ledger/runs.ts';
import type { Reject } from '../quality/reject.ts';
import type { PlacedRow } from '../transformers/transformed-records.ts';
import { BATCH_RETRIES } from './base-loader.ts';
import { BatchOrder, type Turn } from './batch-order.ts';
import type { LoadCounts } from './load-batch.ts';

/** One transaction's worth of rows. */
export interface RecordBatch<Row> extends RecordBatchPosition {
  readonly rows: readonly PlacedRow<Row>[];
  readonly rejects: readonly Reject[];
}

export interface RecordLoaderSettings {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly signal?: AbortSignal | undefined;
}

/** What the table took of a batch, and what only it could refuse. */
export interface Merged extends LoadCounts {
  readonly refused: readonly Reject[];
}

/**
 * Puts batches of rows into a table with a key of its own, so that delivering anything twice changes nothing: COPY into a
 * staging table, merged from there. One transaction for a batch, its ledger entry and its rejects; one merge into a table
 * at a time, by a transaction-level advisory lock. While one batch is merged the next is staged; they are committed in
 * the order of the calls.
 */
export abstract class RecordLoader<Row> {
  readonly #dataset: NamedDataset;
  readonly #settings: RecordLoaderSettings;
  readonly #order = new BatchOrder();

  constructor(dataset: NamedDataset, settings: RecordLoaderSettings) {
    this.#dataset = dataset;
    this.#settings = settings;
  }

  /** Columns of the table `staging`, as CREATE TABLE takes them. */
  protected abstract readonly stagingColumns: string;

  /** A line of COPY's text format. `position` is the row's, in its batch: of several with one key the last wins. */
  protected abstract encode(row: Row, position: number): string;

  /** Merges the table `staging` into the target. */
  protected abstract merge(client: PoolClient, batch: RecordBatch<Row>): Promise<Merged>;

  /**
   * Loads one batch; transient failures are retried, and a batch whose commit went unanswered is not done twice. May be
   * called again before it is done.
   * @throws what the database said, once retries are used up or were pointless
   */
  async load(batch: RecordBatch<Row>): Promise<void> {
    const { pool, logger, signal } = this.#settings;
    await this.#order.inTurn(async (turn) => {
      await turn.toBegin();
      await retryTransient(
        `batch ${batch.sequence} of ${this.#dataset.key}`,
        async (attempt) => {
          if (attempt > 1) {
            await turn.afterAll();
            if (await wasRecordBatchRecorded(pool, batch)) return;
          }
          await turn.attempt(() => inTransaction(pool, (client) => this.#write(client, batch, turn)));
        },
        { ...BATCH_RETRIES, logger, signal },
      );
    });
  }

  async #write(client: PoolClient, batch: RecordBatch<Row>, turn: Turn): Promise<void> {
    if (batch.rows.length > 0) await this.#stage(client, batch);
    // The next can hold nothing but a staging table of its own until this one is committed.
    turn.letNextBegin();
    await turn.toCommit();
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `systole:${this.#dataset.key}`,
    ]);
    const merged: Merged =
      batch.rows.length > 0
        ? await this.merge(client, batch)
        : { inserted: 0, updated: 0, unchanged: 0, refused: [] };
    await recordRecordBatch(client, this.#dataset, batch, merged, [...batch.rejects, ...merged.refused]);
  }

  async #stage(client: PoolClient, { rows }: RecordBatch<Row>): Promise<void> {
    await client.query(`CREATE TEMPORARY TABLE staging (${this.stagingColumns}) ON COMMIT DROP`);
    const lines = rows.map(({ row }, position) => this.encode(row, position));
    const copy = client.query(copyStreams.from('COPY staging FROM STDIN'));
    await pipeline(Readable.from([lines.join('')]), copy);
    // The planner knows nothing of rows that came a moment ago.
    await client.query('ANALYZE staging');
  }
}
