import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyseTrends } from '@systole/etl';
import { startTestDatabase, testLogger } from '@systole/test-kit';
import type { ImportMeasurement } from './import-once.ts';
import { importOnce, psql } from './other-processes.ts';
import { median } from './statistics.ts';

/**
 * A million readings of ten thousand patients in one CSV: `systole import biometrics` beside `psql \copy` of the same
 * valid rows into a table of the same shape, in turns; then the trends of all of them. TEST_DATABASE_URL names a native
 * server; without it, the embedded database is measured.
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    patients: { type: 'string', default: '10000' },
    readings: { type: 'string', default: '100' },
  },
});
const rounds = Number(options.rounds);
const patients = Number(options.patients);
const readingsEach = Number(options.readings);
const MINUTE_MS = 60_000;
const UNTIL = new Date('2025-07-01T00:00:00Z');
const DAYS = 30;
const COLUMNS = 'patient_id, biometric_type, "timestamp", value, systolic, diastolic, unit, is_outlier';

const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-bench-'));
await using database = await startTestDatabase();
const { pool, url } = database;
try {
  const csv = path.join(folder, 'biometrics.csv');
  const valid = path.join(folder, 'valid.csv');
  await pool.query(
    `INSERT INTO patients (name, dob, email)
     SELECT 'Patient ' || n, '1980-01-01', 'patient' || n || '@example.com' FROM generate_series(1, $1::int) AS n`,
    [patients],
  );
  await writeReadings(csv);
  await pool.query(`
    CREATE TABLE peer (LIKE biometrics INCLUDING IDENTITY INCLUDING CONSTRAINTS,
                       PRIMARY KEY (patient_id, biometric_type, "timestamp"), FOREIGN KEY (patient_id) REFERENCES patients)`);
  await pool.query(`SELECT create_hypertable('peer', by_range('timestamp', interval '90 days'),
                                             create_default_indexes => false)`);
  await pool.query('CREATE INDEX ON peer (id)');

  const copyRates: number[] = [];
  const first: ImportMeasurement[] = [];
  const again: ImportMeasurement[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    await pool.query('TRUNCATE biometrics_hourly');
    await pool.query('TRUNCATE biometrics');
    first.push(await importOnce(url, 'biometrics', csv));
    again.push(await importOnce(url, 'biometrics', csv));
    await psql(url, `\\copy (SELECT ${COLUMNS} FROM biometrics ORDER BY id) TO '${valid}' WITH (FORMAT csv)`);
    await pool.query('TRUNCATE peer');
    const started = performance.now();
    await psql(url, `\\copy peer (${COLUMNS}) FROM '${valid}' WITH (FORMAT csv)`);
    copyRates.push((first.at(-1)?.inserted ?? 0) / ((performance.now() - started) / 1_000));
  }

  const peer = median(copyRates);
  const line = (name: string, rate: number) => ({
    name,
    'rows/s': Math.round(rate),
    'of \\copy': (rate / peer).toFixed(2),
  });
  const rate = (found: ImportMeasurement[], seconds: (m: ImportMeasurement) => number) =>
    median(found.map((m) => m.rows / seconds(m)));
  const both = (m: ImportMeasurement) => m.checkingSeconds + m.loadingSeconds;
  console.log(`\n${first[0]?.rows ?? 0} readings of ${patients} patients, medians of ${rounds} rounds\n`);
  console.table([
    line('psql \\copy, CSV', peer),
    line(
      'import, loading alone',
      rate(first, (m) => m.loadingSeconds),
    ),
    line('import, checking and loading', rate(first, both)),
    line(
      'import with the hourly summary',
      rate(first, (m) => both(m) + m.summarisingSeconds),
    ),
    line('the same file again', rate(again, both)),
  ]);
  console.log(
    `peak memory of the importing process: ${Math.max(...first.map((m) => m.peakMemoryMb)).toFixed(0)} MB`,
  );
  const trends = await analyseTrends(
    { pool, logger: testLogger, signal: undefined },
    { trigger: 'manual', until: UNTIL },
  );
  console.log(`${trends.rowsRead} trends of ${patients} patients: ${trends.seconds.toFixed(1)} s`);
} finally {
  await rm(folder, { recursive: true });
}

/** Sorted by time, as hourly files put together are; one reading in fifty is of no use. */
async function writeReadings(file: string): Promise<void> {
  const output = createWriteStream(file);
  output.write('patient_email,biometric_type,value,unit,timestamp\n');
  const step = (DAYS * 24 * 60 * MINUTE_MS) / readingsEach;
  for (let i = 0; i < readingsEach; i += 1) {
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
  await new Promise<void>((resolve) => {
    output.end(() => {
      resolve();
    });
  });
}
