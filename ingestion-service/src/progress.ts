import { datasets } from '@systole/catalog';
import type { RunReport } from '@systole/etl';
import type { Pool } from '@systole/service-kit';

/** How ingestion of one dataset of one user has been going. */
export interface Progress {
  readonly userId: string;
  readonly dataset: string;
  /** Seconds since the epoch; 0: no run has ever succeeded. */
  readonly lastSuccess: number;
  /** When a run last brought a row that was new or different; where none has, when the first one succeeded. */
  readonly lastProgress: number;
}

/** Follows how ingestion of each user and dataset of this process goes, over restarts by way of the ledger. */
export class ProgressLog {
  readonly #progress = new Map<string, Progress>();

  /** @param userIds those this process ingests */
  constructor(userIds: readonly string[]) {
    for (const userId of userIds) {
      for (const dataset of datasets.keys()) this.#set({ userId, dataset, lastSuccess: 0, lastProgress: 0 });
    }
  }

  get all(): Iterable<Progress> {
    return this.#progress.values();
  }

  /** Takes over what the ledger says of runs by earlier processes. */
  async restore(pool: Pool): Promise<void> {
    const userIds = [...new Set([...this.all].map(({ userId }) => userId))];
    const { rows } = await pool.query<Progress>(
      `SELECT user_id AS "userId", dataset,
              extract(epoch FROM max(finished_at))::double precision AS "lastSuccess",
              extract(epoch FROM coalesce(max(finished_at) FILTER (WHERE inserted + updated > 0),
                                          min(finished_at)))::double precision AS "lastProgress"
         FROM ops.pipeline_runs
        WHERE user_id = ANY ($1) AND trigger <> 'import' AND status IN ('success', 'partial', 'no_op')
        GROUP BY user_id, dataset`,
      [userIds],
    );
    for (const progress of rows) if (this.#progress.has(keyOf(progress))) this.#set(progress);
  }

  record({ userId, dataset, status, inserted, updated }: RunReport, now = Date.now()): void {
    if (userId === null || status === 'failed') return;
    const seconds = now / 1_000;
    const before = this.#progress.get(keyOf({ userId, dataset }))?.lastProgress;
    const lastProgress = inserted + updated > 0 || !before ? seconds : before;
    this.#set({ userId, dataset, lastSuccess: seconds, lastProgress });
  }

  #set(progress: Progress): void {
    this.#progress.set(keyOf(progress), progress);
  }
}

function keyOf({ userId, dataset }: Pick<Progress, 'userId' | 'dataset'>): string {
  return JSON.stringify([userId, dataset]);
}
