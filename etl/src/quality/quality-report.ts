import type { Pool, PoolClient } from '@systole/service-kit';
import type { TableDataset } from '../tables/table-dataset.ts';
import { check, runCheck, type Check, type CheckResult, type Measurements } from './checks.ts';

/** What the gates of one run found. `passed`: no critical check failed. */
export interface QualityReport {
  /** null of a dry run. */
  readonly run_id: number | null;
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

/** Every check of a dataset, in the order of reports. */
export function checksOf({ checks, furtherColumns }: TableDataset): readonly Check[] {
  return [check.schema(furtherColumns), ...checks];
}

/**
 * Runs every check of a dataset. Pure: `now` is given.
 * @param runId null where nothing is published, whatever comes of it
 */
export function assess(
  dataset: TableDataset,
  runId: number | null,
  measurements: Measurements,
  now: Date,
): QualityReport {
  const results = checksOf(dataset).map((each) => runCheck(each, measurements));
  const { rows, accepted, duplicates, missingColumns, extraColumns } = measurements;
  return {
    run_id: runId,
    dataset: dataset.key,
    passed: results.every(({ passed, severity }) => passed || severity === 'warning'),
    generated_at: now.toISOString(),
    rows: { read: rows, accepted, rejected: rows - accepted, superseded: duplicates ?? 0 },
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

/**
 * Has the database count what checks ask of the staged rows, all of it in one pass.
 * @returns by the SQL of each
 */
export async function countStaged(
  pool: Pool,
  { checks }: TableDataset,
  table: string,
): Promise<ReadonlyMap<string, number>> {
  const counts = checks.flatMap(({ count }) => (count === undefined ? [] : [count]));
  if (counts.length === 0) return new Map();
  const { rows } = await pool.query<number[]>({
    text: `SELECT ${counts.join(', ')} FROM ${table}`,
    rowMode: 'array',
  });
  return new Map(counts.map((count, i) => [count, rows[0]?.[i] ?? 0]));
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
