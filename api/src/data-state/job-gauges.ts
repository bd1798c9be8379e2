import { jobKinds } from '@systole/jobs';
import { updateMetrics, type Logger, type Pool } from '@systole/service-kit';
import { Gauge, type Registry } from 'prom-client';
import { BackgroundState } from './background-state.ts';

/** How the jobs of one kind are going; instants in seconds since the epoch. */
interface KindState {
  readonly kind: string;
  /** Jobs whose last run failed. */
  readonly failing: number;
  /** When a schedule should have asked for a run and did not, the oldest; null: none is overdue. */
  readonly overdueSince: number | null;
  /** Since when a run could begin and nobody takes it, the oldest; null: none waits so. */
  readonly waitingSince: number | null;
  /** When the job last succeeded that has waited longest for it; 0: one never has. */
  readonly lastSuccess: number;
}

const STATES = `
  SELECT kind,
         count(*) FILTER (WHERE last_status = 'failed') AS failing,
         extract(epoch FROM min(next_run_at) FILTER (WHERE next_run_at < now()))::double precision AS "overdueSince",
         extract(epoch FROM min(waiting_since))::double precision AS "waitingSince",
         coalesce(extract(epoch FROM CASE WHEN count(last_success) = count(*) THEN min(last_success) END), 0)::double precision
           AS "lastSuccess"
    FROM ops.jobs
   CROSS JOIN LATERAL (
     SELECT (SELECT status FROM ops.job_runs WHERE job = name AND status IN ('success', 'partial', 'no_op', 'failed')
              ORDER BY run_id DESC LIMIT 1) AS last_status,
            (SELECT finished_at FROM ops.job_runs WHERE job = name AND status IN ('success', 'partial', 'no_op')
              ORDER BY run_id DESC LIMIT 1) AS last_success,
            -- One that waits for the end of another run is in no need of a worker.
            (SELECT min(run_at) FROM ops.job_runs AS waiting
              WHERE job = name AND status = 'queued' AND run_at < now()
                AND NOT EXISTS (SELECT FROM ops.job_runs AS other
                                 WHERE other.job = name AND other.status = 'running')) AS waiting_since
   ) AS runs
   GROUP BY kind`;

/**
 * Shows how jobs are going. It is the API that does so, and not who works on them: their silence must not hide that
 * nothing is done. By kind, since each user has jobs of their own.
 */
export function createJobGauges(registry: Registry, pool: Pool, logger: Logger): void {
  const state = new BackgroundState<readonly KindState[]>(
    [],
    async () => (await pool.query<KindState>(STATES)).rows,
    logger,
  );
  const gauge = (name: string, help: string, value: (kind: KindState, now: number) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['kind'],
      registers: [registry],
      collect() {
        updateMetrics(logger, () => {
          const now = Date.now() / 1_000;
          this.reset();
          for (const kind of state.contents) {
            if (jobKinds.has(kind.kind)) this.set({ kind: kind.kind }, value(kind, now));
          }
        });
      },
    });
  gauge('systole_jobs_failing', 'Jobs whose last run failed.', ({ failing }) => failing);
  gauge(
    'systole_job_overdue_seconds',
    'How long ago a schedule should have asked for a run and did not, as no process works on it; 0: none is overdue.',
    ({ overdueSince }, now) => (overdueSince === null ? 0 : Math.max(0, now - overdueSince)),
  );
  gauge(
    'systole_job_waiting_seconds',
    'How long a run has been waiting for somebody to take it; 0: none waits.',
    ({ waitingSince }, now) => (waitingSince === null ? 0 : Math.max(0, now - waitingSince)),
  );
  gauge(
    'systole_job_last_success_timestamp_seconds',
    'When the last run succeeded, in seconds since the epoch, of the job that has waited longest for it; 0: never.',
    ({ lastSuccess }) => lastSuccess,
  );
}
