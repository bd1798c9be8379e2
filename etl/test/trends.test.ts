import { startTestDatabase, testLogger, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { analyseTrends, type TrendSettings } from '../src/trends/analyse-trends.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const UNTIL = new Date('2025-07-01T00:00:00Z');
const analyse = (changes: Partial<TrendSettings> = {}) =>
  analyseTrends(
    { pool: database.pool, logger: testLogger, signal: undefined },
    { trigger: 'manual', until: UNTIL, ...changes },
  );

const trends = async (patientId = 1) => {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    'SELECT * FROM biometric_trends WHERE patient_id = $1 ORDER BY biometric_type',
    [patientId],
  );
  return rows;
};

describe('the trends of all patients', () => {
  beforeEach(async () => {
    await database.pool.query(
      'TRUNCATE patients, biometrics, biometric_trends, ops.pipeline_runs RESTART IDENTITY CASCADE',
    );
    // 600 patients, so that they are more than are read at once. On each of June's days a reading of each.
    await database.pool.query(`
      INSERT INTO patients (name, dob, email)
      SELECT 'Patient ' || n, '1980-01-01', 'p' || n || '@example.com' FROM generate_series(1, 600) AS n;
      INSERT INTO biometrics (patient_id, biometric_type, "timestamp", value, unit, is_outlier)
      SELECT id, 'glucose', day, 100 + extract(day FROM day) * (id % 3 - 1), 'mg/dL', false
        FROM patients, generate_series('2025-06-01Z'::timestamptz, '2025-06-30Z', '1 day') AS day WHERE id <= 599;
      INSERT INTO biometrics (patient_id, biometric_type, "timestamp", systolic, diastolic, unit, is_outlier)
      SELECT 1, 'blood_pressure', day, 120, 80, 'mmHg', false
        FROM generate_series('2025-06-10Z'::timestamptz, '2025-06-15Z', '1 day') AS day`);
  });

  it('are found for each type, with the figures behind them', async () => {
    // Patients whose id leaves 0, 1 and 2 when divided by 3 go down, stay and go up.
    const report = await analyse();
    expect(report).toMatchObject({ status: 'success', inserted: 599 + 3, updated: 0, error: null });
    const { rows } = await database.pool.query(
      `SELECT trend, health, count(*), round(min(slope_per_day)::numeric, 9)::float AS slope
         FROM biometric_trends WHERE biometric_type = 'glucose' GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { trend: 'decreasing', health: 'improving', count: 199, slope: -1 },
      { trend: 'increasing', health: 'declining', count: 200, slope: 1 },
      { trend: 'stable', health: 'stable', count: 200, slope: 0 },
    ]);
    const [pressure, diastolic, systolic, glucose] = await trends();
    expect(pressure).toMatchObject({
      biometric_type: 'blood_pressure',
      points: 6,
      unit: 'mmHg',
      trend: 'stable',
    });
    expect(pressure?.['moving_average_7d']).toBeCloseTo(280 / 3, 9);
    expect([diastolic, systolic, glucose].map((trend) => trend?.['moving_average_7d'])).toEqual([
      80, 120, 100,
    ]);
  });

  it('are found anew, and taken back when their readings have left the window', async () => {
    await analyse();
    expect(await analyse()).toMatchObject({ inserted: 0, updated: 602 });
    await analyse({ until: new Date('2025-07-20T00:00:00Z') });
    const later = await trends();
    expect(later.map(({ biometric_type, trend, points }) => [biometric_type, trend, points])).toEqual([
      ['blood_pressure', 'insufficient_data', 0],
      ['blood_pressure_diastolic', 'insufficient_data', 0],
      ['blood_pressure_systolic', 'insufficient_data', 0],
      ['glucose', 'stable', 11],
    ]);
    expect(later[0]).toMatchObject({ slope_per_day: null, health: null });
  });

  it('are of the window and the number of points that are asked for', async () => {
    await analyse({ windowDays: 3, leastPoints: 4 });
    expect((await trends(2)).map(({ trend, points }) => [trend, points])).toEqual([['insufficient_data', 3]]);
    await analyse({ windowDays: 3, leastPoints: 3 });
    expect((await trends(2)).map(({ trend, points }) => [trend, points])).toEqual([['stable', 3]]);
  });
});
