import { describeError, type Logger, type Pool } from '@systole/service-kit';
import type { Window } from '../extractors/base-extractor.ts';
import { quarantine } from '../quality/quarantine.ts';
import type { Reject } from '../quality/reject.ts';
import { formatInstant } from '../time/instants.ts';
import { closeDeadRuns } from './dead-runs.ts';

export type RunStatus = 'success' | 'partial' | 'failed' | 'no_op';
export type RunTrigger = 'start' | 'schedule' | 'manual' | 'import';

const HEARTBEAT_MS = 5_000;

/** Of a dataset of either kind, series or table, the ledger knows the key alone. */
export interface NamedDataset {
  readonly key: string;
}

export interface RunDeclaration {
  readonly dataset: NamedDataset;
  /** Key of the source: `google-health`, `fitabase-heart-rate`. */
  readonly source: string;
  /** The API's origin or the file's name, for people. */
  readonly sourceName: string;
  readonly sourceFingerprint?: string;
  /** Not set where the source holds several users. */
  readonly userId?: string;
  readonly trigger: RunTrigger;
  readonly window?: Window;
  readonly resumes?: number | undefined;
}

/** A finished run as the ledger has it. `rowsRead = inserted + updated + unchanged + rejected`. */
export interface RunReport {
  readonly runId: number;
  readonly dataset: string;
  readonly userId: string | null;
  readonly source: string;
  readonly status: RunStatus;
  readonly rowsRead: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly error: string | null;
  /** Wall time in seconds. */
  readonly seconds: number;
}

/** One entry of `ops.pipeline_runs`, from its start to its end. */
export class Run {
  readonly runId: number;
  readonly dataset: NamedDataset;
  readonly #pool: Pool;
  readonly #logger: Logger;
  readonly #heartbeat: NodeJS.Timeout;

  private constructor(runId: number, dataset: NamedDataset, pool: Pool, logger: Logger) {
    this.runId = runId;
    this.dataset = dataset;
    this.#pool = pool;
    this.#logger = logger;
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS).unref();
  }

  /** Opens an entry, after closing those whose process has died. */
  static async start(pool: Pool, logger: Logger, declaration: RunDeclaration): Promise<Run> {
    const { dataset, window } = declaration;
    await closeDeadRuns(pool);
    const { rows } = await pool.query<{ run_id: number }>(
      `INSERT INTO ops.pipeline_runs
              (dataset, source, source_name, source_fingerprint, user_id, trigger, window_start, window_end, resumes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING run_id`,
      [
        dataset.key,
        declaration.source,
        declaration.sourceName,
        declaration.sourceFingerprint,
        declaration.userId,
        declaration.trigger,
        window && formatInstant(window.start),
        window && formatInstant(window.end),
        declaration.resumes,
      ],
    );
    const [row] = rows;
    if (!row) throw new Error('the run ledger gave no run id');
    return new Run(row.run_id, dataset, pool, logger);
  }

  /** Enters rejects that belong to no batch: rows without a user, or a run that loads nothing. */
  async reject(rejects: readonly Reject[], total = rejects.length): Promise<void> {
    if (total === 0) return;
    await quarantine(this.#pool, this.dataset, this.runId, rejects);
    await this.#pool.query(
      'UPDATE ops.pipeline_runs SET rejected = rejected + $2, rows_read = rows_read + $2 WHERE run_id = $1',
      [this.runId, total],
    );
  }

  /** Closes the entry. Without an error the status follows from the counts. */
  async finish(error?: unknown): Promise<RunReport> {
    clearInterval(this.#heartbeat);
    const { rows } = await this.#pool.query<RunReport>(
      `UPDATE ops.pipeline_runs
          SET finished_at = clock_timestamp(), heartbeat_at = clock_timestamp(), error = $2,
              status = CASE WHEN $2::text IS NOT NULL THEN 'failed'
                            WHEN rejected > 0 THEN 'partial'
                            WHEN inserted + updated = 0
                                 AND NOT EXISTS (SELECT FROM ops.publications AS published
                                                  WHERE published.run_id = $1 AND removed_rows > 0) THEN 'no_op'
                            ELSE 'success' END
        WHERE run_id = $1
       RETURNING run_id AS "runId", dataset, user_id AS "userId", source, status, rows_read AS "rowsRead",
                 inserted, updated, unchanged, rejected, error,
                 extract(epoch FROM finished_at - started_at)::double precision AS seconds`,
      [this.runId, error === undefined ? null : describeError(error)],
    );
    const [report] = rows;
    if (!report) throw new Error(`run ${this.runId} is gone from the ledger`);
    return report;
  }

  async #beat(): Promise<void> {
    try {
      await this.#pool.query(
        'UPDATE ops.pipeline_runs SET heartbeat_at = clock_timestamp() WHERE run_id = $1',
        [this.runId],
      );
    } catch (error) {
      this.#logger.debug('a heartbeat did not reach the ledger', { run: this.runId, error });
    }
  }
}
