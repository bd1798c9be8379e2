import type { Pool, PoolClient } from '@systole/service-kit';
import { runCheck, type Check, type CheckResult, type Measurements } from './checks.ts';

/** What the gates of one run found. `passed`: no critical check failed. */
export interface QualityReport {
  readonly run_id: number;
  readonly dataset: string;
  readonly passed: boolean;
  readonly generated_at: string;
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly rejected: number;
    /** Accepted rows that another with the same business key superseded. */
    readonly superseded: number;
  };
  readonly missing_columns: readonly string[];
  readonly extra_columns: readonly string[];
  readonly checks: readonly CheckResult[];
}

/** Runs every check of a dataset. Pure: `now` is given. */
export function assess(
  { runId, dataset, checks }: { runId: number; dataset: string; checks: readonly Check[] },
  measurements: Measurements,
  now: Date,
): QualityReport {
  const results = checks.map((check) => runCheck(check, measurements));
  const { rows, accepted, duplicates, missingColumns, extraColumns } = measurements;
  return {
    run_id: runId,
    dataset,
    passed: results.every(({ passed, severity }) => passed || severity === 'warning'),
    generated_at: now.toISOString(),
    rows: { read: rows, accepted, rejected: rows - accepted, superseded: duplicates },
    missing_columns: missingColumns,
    extra_columns: extraColumns,
    checks: results,
  };
}

/** `visit_date readable is 0.9, but must be at least 0.99`, for each critical check that failed. */
export function explainFailure({ missing_columns, checks }: QualityReport): string {
  const failed = checks.filter(({ passed, severity }) => !passed && severity === 'critical');
  const reasons = failed.map(({ kind, name, value, threshold }) =>
    kind === 'schema' && missing_columns.length > 0
      ? `columns are missing: ${missing_columns.join(', ')}`
      : `${name}: ${Number((value ?? 0).toPrecision(6))}, threshold ${threshold}`,
  );
  return `the quality gates did not let it pass, nothing was published: ${reasons.join('; ')}`;
}

export async function recordQuality(client: Pool | PoolClient, report: QualityReport): Promise<void> {
  await client.query(
    `INSERT INTO ops.quality_checks (run_id, position, dataset, name, kind, severity, passed, value, threshold)
     SELECT $1, position, $2, name, kind, severity, passed, value, threshold
       FROM jsonb_to_recordset($3) AS r (position int, name text, kind text, severity text, passed boolean,
                                         value double precision, threshold double precision)`,
    [
      report.run_id,
      report.dataset,
      JSON.stringify(report.checks.map((result, position) => ({ position, ...result }))),
    ],
  );
}
