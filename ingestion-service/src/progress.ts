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

/** What others have done for these users is known by then. */
const LOOK_MS = 60_000;

/** Follows how ingestion of users goes, whoever does it and over restarts, by way of the ledger. */
export class ProgressLog {
  readonly #progress = new Map<string, Progress>();

  /** @param userIds those this process answers for */
  constructor(userIds: readonly string[]) {
    for (const userId of userIds) {
      for (const dataset of datasets.keys()) this.#set({ userId, dataset, lastSuccess: 0, lastProgress: 0 });
    }
  }

  get all(): Iterable<Progress> {
    return this.#progress.values();
  }

  /** Takes over what the ledger says of runs by earlier and other processes. */
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

  /** Looks into the ledger now, and from then on once a minute. @returns what ends it, with the look in hand */
  async follow(
    pool: Pool,
    onError: (error: unknown) => void,
  ): Promise<{ readonly stop: () => Promise<void> }> {
    let looking = Promise.resolve();
    const look = () => {
      looking = this.restore(pool).catch(onError);
      return looking;
    };
    await look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return {
      stop: () => {
        clearInterval(timer);
        return looking;
      },
    };
  }

  record({ userId, dataset, status, inserted, updated }: RunReport, now = Date.now()): void {
    if (userId === null || status === 'failed' || !this.#progress.has(keyOf({ userId, dataset }))) return;
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
