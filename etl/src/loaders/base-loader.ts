import type { Dataset } from '@systole/catalog';
import {
  inTransaction,
  quoteIdentifier,
  type Logger,
  type Pool,
  type PoolClient,
} from '@systole/service-kit';
import { recordBatch, wasRecorded } from '../ledger/batches.ts';
import { inTimeOrder, type Readings } from '../readings.ts';
import { formatInstant } from '../time/instants.ts';
import { BatchOrder, type Turn } from './batch-order.ts';
import { BinaryCopyEncoder } from './binary-copy-encoder.ts';
import { copyInto } from './copy-into.ts';
import type { LoadBatch, LoadCounts, LoadOutcome } from './load-batch.ts';

const UNIQUE_VIOLATION = '23505';

export interface LoaderSettings {
  readonly pool: Pool;
  readonly logger: Logger;
  /** false: rows that are there already stay as they are, whatever is delivered. */
  readonly updateExisting: boolean;
  /** A declared backfill may reach into compressed chunks, beyond the limit that protects against accidents. */
  readonly backfill: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface PreparedBatch {
  readonly batch: LoadBatch;
  /** Those of the batch, in strictly ascending time. */
  readonly readings: Readings;
  /** The same as a binary COPY stream. */
  readonly rows: Buffer;
}

/**
 * Puts batches into one dataset's hypertable, so that delivering anything twice changes nothing.
 *
 * Append path: where every reading is newer than the user's newest, COPY goes straight into the hypertable. The
 * primary key makes that safe whatever others do meanwhile: a violation sends the batch through the merge path.
 * Merge path: COPY into a staging table, update what differs, insert what is missing.
 *
 * One transaction for a batch, its ledger entry and its rejects. Who merges is alone with a user and dataset, who appends
 * keeps mergers out, both by a transaction-level advisory lock (session-level ones do not exclude on the embedded
 * database).
 *
 * Batches overlap: while one is on its way the next is encoded, and while one is committed the next is appended. They are
 * committed in the order of the calls, so that a crash leaves no hole.
 */
export abstract class BaseLoader {
  protected readonly dataset: Dataset;
  readonly #settings: LoaderSettings;
  /** Not in use; there are as many as batches were on their way at once. */
  readonly #encoders: BinaryCopyEncoder[] = [];
  readonly #order = new BatchOrder();
  /** Newest timestamp by user, as far as this loader knows: only a prediction of whether the append path will do. */
  readonly #newest = new Map<string, number>();

  constructor(dataset: Dataset, settings: LoaderSettings) {
    this.dataset = dataset;
    this.#settings = settings;
  }

  /** The columns besides user_id and timestamp, all of which an update sets. */
  protected abstract readonly valueColumns: readonly string[];

  /**
   * Loads one batch; transient failures are retried, and a batch whose commit went unanswered is not done twice. May be
   * called again before it is done: batches are committed in the order of the calls, none after one that failed.
   * @returns undefined where an earlier attempt had been committed after all: its counts are in the ledger
   * @throws what the database said, once retries are used up or were pointless
   */
  async load(batch: LoadBatch): Promise<LoadOutcome | undefined> {
    const { pool, logger, signal } = this.#settings;
    return this.#order.inTurn(async (turn) => {
      const encoder = this.#encoders.pop() ?? new BinaryCopyEncoder();
      const readings = inTimeOrder(batch.readings);
      const prepared = { batch, readings, rows: encoder.encode(readings) };
      await turn.toBegin();
      try {
        return await turn.untilCommitted({
          name: `batch ${batch.sequence} of ${readings.userId}`,
          attempt: () => this.#attempt(prepared, turn),
          wasCommitted: () => wasRecorded(pool, batch),
          logger,
          signal,
        });
      } finally {
        this.#encoders.push(encoder);
      }
    });
  }

  async #attempt(prepared: PreparedBatch, turn: Turn): Promise<LoadOutcome> {
    const { batch, readings } = prepared;
    const first = readings.timestamps[0];
    const newest = await this.#newestOf(readings.userId);
    const isNewer = first !== undefined && (newest === undefined || first > newest);
    if (isNewer) {
      try {
        return { path: 'append', ...(await this.#commit(prepared, turn, 'append')) };
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        this.#settings.logger.info('rows appeared meanwhile, merging', {
          user: readings.userId,
          batch: batch.sequence,
        });
      }
    }
    // What it is to be merged with must be there.
    await turn.toCommit();
    return { path: isNewer ? 'fallback' : 'merge', ...(await this.#commit(prepared, turn, 'merge')) };
  }

  async #commit(
    { batch, readings, rows }: PreparedBatch,
    turn: Turn,
    path: 'append' | 'merge',
  ): Promise<LoadCounts> {
    return inTransaction(this.#settings.pool, async (client) => {
      await this.#lock(client, readings.userId, path === 'append' ? 'shared' : 'exclusive');
      let counts: LoadCounts = { inserted: 0, updated: 0, unchanged: 0 };
      if (readings.length > 0) {
        counts = await (path === 'append'
          ? this.#append(client, readings, rows)
          : this.#merge(client, readings, rows));
      }
      const superseded = batch.readings.length - readings.length;
      const all = { ...counts, unchanged: counts.unchanged + superseded };
      await turn.toCommit();
      await recordBatch(client, this.dataset, batch, readings, all);
      this.#remember(readings);
      turn.letNextBegin();
      return all;
    });
  }

  /** One round trip for both: each costs a batch as much as a thousand rows. */
  async #lock(client: PoolClient, userId: string, mode: 'shared' | 'exclusive'): Promise<void> {
    const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
    const unlimited = this.#settings.backfill
      ? ", set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', true)"
      : '';
    await client.query(`SELECT ${lock}(hashtextextended($1, 0))${unlimited}`, [
      `systole:${this.dataset.table}:${userId}`,
    ]);
  }

  async #append(client: PoolClient, readings: Readings, rows: Buffer): Promise<LoadCounts> {
    await this.#copyInto(client, quoteIdentifier(this.dataset.table), rows);
    return { inserted: readings.length, updated: 0, unchanged: 0 };
  }

  async #merge(client: PoolClient, readings: Readings, rows: Buffer): Promise<LoadCounts> {
    const table = quoteIdentifier(this.dataset.table);
    // The planner knows nothing of rows that came a moment ago: taking them for one, it would compare each with each.
    await client.query('SET LOCAL enable_nestloop = off');
    await client.query(`CREATE TEMPORARY TABLE staging (LIKE ${table}) ON COMMIT DROP`);
    await this.#copyInto(client, 'staging', rows);
    // The range is stated twice over, for the planner: constants exclude chunks and keep compressed segments closed.
    const range = [
      readings.userId,
      formatInstant(readings.timestamps[0] ?? 0),
      formatInstant(readings.timestamps[readings.length - 1] ?? 0),
    ];
    const within = 'held.user_id = $1 AND held.timestamp BETWEEN $2 AND $3';
    const updated = this.#settings.updateExisting
      ? await client.query(this.#updateSql(table, within), range)
      : undefined;
    const inserted = await client.query(
      `INSERT INTO ${table} SELECT sent.* FROM staging AS sent
        WHERE NOT EXISTS (SELECT FROM ${table} AS held WHERE ${within} AND held.timestamp = sent.timestamp)
       ON CONFLICT (user_id, timestamp) DO NOTHING`,
      range,
    );
    const counts = { inserted: inserted.rowCount ?? 0, updated: updated?.rowCount ?? 0 };
    return { ...counts, unchanged: readings.length - counts.inserted - counts.updated };
  }

  #updateSql(table: string, within: string): string {
    const columns = this.valueColumns.map(quoteIdentifier);
    return `UPDATE ${table} AS held SET ${columns.map((column) => `${column} = sent.${column}`).join(', ')}
              FROM staging AS sent
             WHERE ${within} AND held.timestamp = sent.timestamp
               AND (${columns.map((column) => `held.${column}`).join(', ')})
                   IS DISTINCT FROM (${columns.map((column) => `sent.${column}`).join(', ')})`;
  }

  async #copyInto(client: PoolClient, table: string, rows: Buffer): Promise<void> {
    await copyInto(client, table, ['timestamp', ...this.valueColumns, 'user_id'], rows);
  }

  #remember({ userId, length, timestamps }: Readings): void {
    const last = timestamps[length - 1];
    if (last !== undefined) this.#newest.set(userId, Math.max(last, this.#newest.get(userId) ?? last));
  }

  async #newestOf(userId: string): Promise<number | undefined> {
    if (!this.#newest.has(userId)) {
      const newest = await newestTimestamp(this.#settings.pool, this.dataset, userId);
      if (newest !== undefined) this.#newest.set(userId, newest);
    }
    return this.#newest.get(userId);
  }
}

/** `MAX(timestamp)` of a user in microseconds since the epoch: one index look-up whatever the history. */
export async function newestTimestamp(
  pool: Pool,
  dataset: Dataset,
  userId: string,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ newest: number | null }>(
    `SELECT (extract(epoch FROM max(timestamp)) * 1000000)::double precision AS newest
       FROM ${quoteIdentifier(dataset.table)} WHERE user_id = $1`,
    [userId],
  );
  return rows[0]?.newest ?? undefined;
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
}
