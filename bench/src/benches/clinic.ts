import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { analyseTrends } from '@systole/etl';
import type { Pool } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import type { Bench } from '../bench.ts';
import { checkingAndLoading, loading, ratio, rateOf, whole } from '../figures.ts';
import type { ImportMeasurement } from '../import-once.ts';
import { importOnce, psql } from '../other-processes.ts';
import type { Scale } from '../scale.ts';
import { median } from '../statistics.ts';

const ROUNDS = 3;
const MINUTE_MS = 60_000;
const UNTIL = new Date('2025-07-01T00:00:00Z');
const DAYS = 30;
const COLUMNS = 'patient_id, biometric_type, "timestamp", value, systolic, diastolic, unit, is_outlier';

/** Readings of a clinic's patients beside `\copy` of the same valid rows, in turns; then the trends of all of them. */
export const clinic: Bench = {
  key: 'clinic',
  title:
    "Readings of patients beside `\\copy` of the valid ones into a table of the same shape, and the patients' trends",
  run: async ({ database: { pool, url }, folder, scale, say }) => {
    const csv = path.join(folder, 'biometrics.csv');
    const valid = path.join(folder, 'valid.csv');
    await pool.query(
      `INSERT INTO patients (name, dob, email)
       SELECT 'Patient ' || n, '1980-01-01', 'patient' || n || '@example.com' FROM generate_series(1, $1::int) AS n`,
      [scale.patients],
    );
    await writeReadings(csv, scale);
    await createPeer(pool);

    const copyRates: number[] = [];
    const first: ImportMeasurement[] = [];
    const again: ImportMeasurement[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      say(`round ${round} of ${ROUNDS}`);
      await pool.query('TRUNCATE biometrics_hourly');
      await pool.query('TRUNCATE biometrics');
      first.push(await importOnce(url, 'biometrics', csv));
      again.push(await importOnce(url, 'biometrics', csv));
      await psql(
        url,
        `\\copy (SELECT ${COLUMNS} FROM biometrics ORDER BY id) TO '${valid}' WITH (FORMAT csv)`,
      );
      await pool.query('TRUNCATE clinic_peer');
      const started = performance.now();
      await psql(url, `\\copy clinic_peer (${COLUMNS}) FROM '${valid}' WITH (FORMAT csv)`);
      copyRates.push((first.at(-1)?.inserted ?? 0) / ((performance.now() - started) / 1_000));
    }
    say('trends');
    const trends = await analyseTrends(
      { pool, logger: testLogger, signal: undefined },
      { trigger: 'manual', until: UNTIL },
    );

    const copy = median(copyRates);
    const line = (what: string, rate: number) => ({
      what,
      'rows/s': whole(rate),
      'of \\copy CSV': ratio(rate, copy),
    });
    const share = rateOf(first, checkingAndLoading) / copy;
    const memory = Math.max(...first.map(({ peakMemoryMb }) => peakMemoryMb));
    return {
      tables: [
        {
          title: `${whole(first[0]?.rows ?? 0)} readings of ${whole(scale.patients)} patients, medians of ${ROUNDS}`,
          rows: [
            line('\\copy CSV', copy),
            line('import, loading', rateOf(first, loading)),
            line('import, checking and loading', rateOf(first, checkingAndLoading)),
            line('the same file again', rateOf(again, checkingAndLoading)),
          ],
        },
        {
          title: 'Trends',
          rows: [
            {
              patients: whole(scale.patients),
              trends: whole(trends.rowsRead),
              seconds: trends.seconds.toFixed(1),
            },
          ],
        },
      ],
      goals: [
        {
          what: `import of ${whole(first[0]?.rows ?? 0)} readings of patients`,
          goal: '≥ 0.5 × \\copy CSV with < 300 MB',
          measured: `${share.toFixed(2)} ×, ${whole(memory)} MB`,
          isReached: share >= 0.5 && memory < 300,
        },
        {
          what: `trends of ${whole(scale.patients)} patients`,
          goal: '< 60 s',
          measured: `${trends.seconds.toFixed(1)} s`,
          isReached: trends.seconds < 60,
        },
      ],
    };
  },
};

/** A hypertable like that of the readings, without the rollup that watches it. */
async function createPeer(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE clinic_peer (LIKE biometrics INCLUDING IDENTITY INCLUDING CONSTRAINTS,
                              PRIMARY KEY (patient_id, biometric_type, "timestamp"), FOREIGN KEY (patient_id) REFERENCES patients)`);
  await pool.query(`SELECT create_hypertable('clinic_peer', by_range('timestamp', interval '90 days'),
                                             create_default_indexes => false)`);
  await pool.query('CREATE INDEX ON clinic_peer (id)');
}

/** Sorted by time, as hourly files put together are; one reading in fifty is of no use. */
async function writeReadings(file: string, { patients, readingsOfPatient }: Scale): Promise<void> {
  const output = createWriteStream(file);
  output.write('patient_email,biometric_type,value,unit,timestamp\n');
  const step = (DAYS * 24 * 60 * MINUTE_MS) / readingsOfPatient;
  for (let i = 0; i < readingsOfPatient; i += 1) {
    const at = new Date(UNTIL.getTime() - DAYS * 24 * 60 * MINUTE_MS + i * step).toISOString();
    let lines = '';
    for (let patient = 1; patient <= patients; patient += 1) {
      const wave = (i * 7 + patient) % 40;
      const measured =
        (i + patient) % 50 === 0
          ? 'glucose,high,mg/dL'
          : [
              `glucose,${85 + wave},mg/dL`,
              `weight,${60 + wave / 10},kg`,
              `blood_pressure,${110 + wave}/75,mmHg`,
            ][i % 3];
      lines += `patient${patient}@example.com,${measured ?? ''},${at}\n`;
    }
    if (!output.write(lines)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'close');
}
