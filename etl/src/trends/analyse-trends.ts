import { biometricTrendsKey, trendRules } from '@systole/catalog';
import { inTransaction, type Pool, type PoolClient } from '@systole/service-kit';
import { recordRecordBatch } from '../ledger/record-batches.ts';
import { Run, type RunReport, type RunTrigger } from '../ledger/runs.ts';
import type { LoadCounts } from '../loaders/load-batch.ts';
import type { PipelineContext } from '../pipeline.ts';
import { classifyTrend, type Trend } from './classify.ts';
import { toSeries, type PatientSeries, type TrendReading } from './trend-series.ts';

/** Patients of one transaction: 30 days of hourly readings of so many are 360,000 rows. */
const PATIENTS_AT_ONCE = 250;
const DAY_MS = 86_400_000;

export interface TrendSettings {
  readonly trigger: RunTrigger;
  /** End of the window; readings from then on are not looked at. */
  readonly until: Date;
  readonly windowDays?: number | undefined;
  readonly leastPoints?: number | undefined;
}

interface Window {
  readonly start: Date;
  readonly end: Date;
}

/**
 * Judges where the readings of every patient go, and writes `biometric_trends`. Each reading of the window is read once;
 * a trend whose readings have all left the window becomes `insufficient_data`.
 * @returns the run: its counts are of trends
 */
export async function analyseTrends(
  { pool, logger, signal }: Pick<PipelineContext, 'pool' | 'logger' | 'signal'>,
  settings: TrendSettings,
): Promise<RunReport> {
  const {
    trigger,
    until,
    windowDays = trendRules.windowDays,
    leastPoints = trendRules.leastPoints,
  } = settings;
  const window = { start: new Date(until.getTime() - windowDays * DAY_MS), end: until };
  const run = await Run.start(pool, logger, {
    dataset: { key: biometricTrendsKey },
    source: 'biometrics',
    sourceName: `readings of ${windowDays} days`,
    trigger,
    window: { start: window.start.getTime() * 1_000, end: window.end.getTime() * 1_000 },
  });
  let failure: unknown;
  try {
    let last = 0;
    let seen = 0;
    for (let sequence = 1; ; sequence += 1) {
      signal?.throwIfAborted();
      const patients = await nextPatients(pool, last);
      if (patients.length === 0) break;
      last = patients.at(-1) ?? last;
      const readings = await readWindow(pool, patients, window);
      const judged = toSeries(readings).map((found) => ({
        found,
        trend: classifyTrend(found.series, found.type.trend, leastPoints),
      }));
      seen += judged.length;
      const position = { runId: run.runId, sequence, sourcePosition: seen };
      await inTransaction(pool, async (client) => {
        const counts = await writeTrends(client, judged, patients, window);
        await recordRecordBatch(client, run.dataset, position, counts, []);
      });
    }
  } catch (error) {
    failure = error;
  }
  return run.finish(failure);
}

async function nextPatients(pool: Pool, after: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM patients WHERE id > $1 ORDER BY id LIMIT $2',
    [after, PATIENTS_AT_ONCE],
  );
  return rows.map(({ id }) => id);
}

async function readWindow(pool: Pool, patients: readonly number[], window: Window): Promise<TrendReading[]> {
  const { rows } = await pool.query<TrendReading>(
    `SELECT patient_id AS "patientId", biometric_type AS type,
            extract(epoch FROM "timestamp")::double precision / 86400 AS day, value, systolic, diastolic
       FROM biometrics
      WHERE patient_id = ANY ($1) AND "timestamp" >= $2 AND "timestamp" < $3
      ORDER BY patient_id, biometric_type, biometrics."timestamp"`,
    [patients, window.start, window.end],
  );
  return rows;
}

interface Judged {
  readonly found: PatientSeries;
  readonly trend: Trend;
}

/** Writes what was judged, and takes back what was said of readings that have left the window. */
async function writeTrends(
  client: PoolClient,
  judged: readonly Judged[],
  patients: readonly number[],
  window: Window,
): Promise<LoadCounts> {
  const column = (pick: (entry: Judged) => unknown) => judged.map(pick);
  const { rows } = await client.query<{ is_new: boolean }>(
    `INSERT INTO biometric_trends
            (patient_id, biometric_type, trend, health, points, unit, slope_per_day, r_squared, relative_change,
             coefficient_of_variation, moving_average_7d, weekly_seasonality, analyzed_at, window_start, window_end)
     SELECT sent.*, now(), $13, $14
       FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::double precision[],
                   $8::double precision[], $9::double precision[], $10::double precision[], $11::double precision[],
                   $12::double precision[]) AS sent
     ON CONFLICT (patient_id, biometric_type) DO UPDATE
        SET (trend, health, points, unit, slope_per_day, r_squared, relative_change, coefficient_of_variation,
             moving_average_7d, weekly_seasonality, analyzed_at, window_start, window_end)
          = (excluded.trend, excluded.health, excluded.points, excluded.unit, excluded.slope_per_day,
             excluded.r_squared, excluded.relative_change, excluded.coefficient_of_variation,
             excluded.moving_average_7d, excluded.weekly_seasonality, excluded.analyzed_at, excluded.window_start,
             excluded.window_end)
     RETURNING xmax = 0 AS is_new`,
    [
      column(({ found }) => found.patientId),
      column(({ found }) => found.biometricType),
      column(({ trend }) => trend.trend),
      column(({ trend }) => trend.health),
      column(({ trend }) => trend.points),
      column(({ found }) => found.type.unit),
      column(({ trend }) => trend.statistics?.slopePerDay),
      column(({ trend }) => trend.statistics?.rSquared),
      column(({ trend }) => trend.statistics?.relativeChange),
      column(({ trend }) => trend.statistics?.coefficientOfVariation),
      column(({ trend }) => trend.statistics?.movingAverage7d),
      column(({ trend }) => trend.weeklySeasonality),
      window.start,
      window.end,
    ],
  );
  const left = await client.query(
    `UPDATE biometric_trends
        SET trend = 'insufficient_data', health = NULL, points = 0, slope_per_day = NULL, r_squared = NULL,
            relative_change = NULL, coefficient_of_variation = NULL, moving_average_7d = NULL,
            weekly_seasonality = NULL, analyzed_at = now(), window_start = $2, window_end = $3
      WHERE patient_id = ANY ($1) AND analyzed_at < now()`,
    [patients, window.start, window.end],
  );
  const inserted = rows.filter(({ is_new }) => is_new).length;
  return { inserted, updated: rows.length - inserted + (left.rowCount ?? 0), unchanged: 0 };
}
