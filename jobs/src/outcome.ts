/** What one piece of a run's work came to, such as a run of a pipeline. */
export interface WorkReport {
  readonly status: 'success' | 'partial' | 'failed' | 'no_op';
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly error: string | null;
  /** Its entry in `ops.pipeline_runs`, where it has one. */
  readonly runId?: number;
}

/** What a run of a job has come to, until now or at its end. */
export interface RunTotals {
  readonly status: WorkReport['status'];
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly pipelineRunIds: readonly number[];
  readonly error: string | null;
}

/**
 * Adds reports up. A run failed where any piece of it did, and is partial where rows were rejected; work that reports
 * nothing is done.
 */
export function totalsOf(reports: readonly WorkReport[]): RunTotals {
  const sum = (count: (report: WorkReport) => number) => reports.reduce((total, r) => total + count(r), 0);
  const failed = reports.filter(({ status }) => status === 'failed');
  const errors = [...new Set(failed.map(({ error }) => error ?? 'failed'))];
  const [inserted, updated, rejected] = [
    sum((r) => r.inserted),
    sum((r) => r.updated),
    sum((r) => r.rejected),
  ];
  return {
    status:
      failed.length > 0
        ? 'failed'
        : rejected > 0
          ? 'partial'
          : reports.length > 0 && inserted + updated === 0
            ? 'no_op'
            : 'success',
    inserted,
    updated,
    unchanged: sum((r) => r.unchanged),
    rejected,
    pipelineRunIds: reports.flatMap(({ runId }) => runId ?? []),
    error: errors.length === 0 ? null : errors.join('; '),
  };
}
