import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { datasetFile, startTestDatabase, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SourceFileError } from '../src/extractors/source-file.ts';
import { importFile, type ImportReport } from '../src/import/import-file.ts';
import { importFormats } from '../src/import/import-formats.ts';
import type { ImportSettings } from '../src/import/import-source.ts';
import { importClinicFile } from './import-clinic-file.ts';
import { pipelineContext } from './pipeline-context.ts';

const HEADER = 'patient_email,biometric_type,value,unit,timestamp\n';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-clinic-'));
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await database.pool.query(
    'TRUNCATE patients, biometrics, biometrics_awaiting_patient, ops.quarantine, ops.pipeline_runs RESTART IDENTITY CASCADE',
  );
  await database.pool.query('TRUNCATE biometrics_hourly');
});

const load = (
  formatKey: 'patients' | 'biometrics',
  file: string,
  settings: Partial<ImportSettings> = {},
): Promise<ImportReport> => importClinicFile(database.pool, formatKey, file, settings);

const written = async (name: string, content: string | Buffer) => {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
};

const loadText = async (rows: string, settings: Partial<ImportSettings> = {}) =>
  load('biometrics', await written('biometrics.csv', HEADER + rows), settings);

const readings = async () => {
  const { rows } = await database.pool.query<unknown[]>({
    text: `SELECT email, biometric_type, "timestamp"::text, coalesce(value::text, systolic || '/' || diastolic), unit, is_outlier
             FROM biometrics JOIN patients ON patients.id = patient_id ORDER BY 1, 2, 3`,
    rowMode: 'array',
  });
  return rows;
};

const quarantined = async () => {
  const { rows } = await database.pool.query<unknown[]>({
    text: `SELECT (place->>'line')::int, place->>'column', rule, raw_value FROM ops.quarantine ORDER BY reject_id`,
    rowMode: 'array',
  });
  return rows;
};

const PATIENTS = 'seed-inputs/patients.json';
const BIOMETRICS = 'seed-inputs/biometrics.csv';

describe('the files of a clinic', () => {
  it('become patients and readings, and loading them again changes nothing', async () => {
    const patients = await load('patients', datasetFile(PATIENTS));
    expect(patients.run).toMatchObject({ status: 'success', inserted: 5, updated: 0, rejected: 0 });
    const { rows } = await database.pool.query('SELECT id, name, dob::text, sex FROM patients ORDER BY id');
    expect(rows[0]).toEqual({ id: 1, name: 'Alice Johnson', dob: '1985-04-12', sex: 'F' });
    const first = await load('biometrics', datasetFile(BIOMETRICS));
    expect(first.run).toMatchObject({ status: 'success', inserted: 10, rowsRead: 10 });
    const before = await readings();
    expect(before).toHaveLength(10);
    expect(before).toContainEqual([
      'david.lee@example.com',
      'blood_pressure',
      '2024-12-01 08:00:00+00',
      '140/90',
      'mmHg',
      false,
    ]);
    expect((await load('biometrics', datasetFile(BIOMETRICS))).run).toMatchObject({
      status: 'no_op',
      unchanged: 10,
    });
    expect((await load('patients', datasetFile(PATIENTS))).run).toMatchObject({
      status: 'no_op',
      unchanged: 5,
    });
    expect(await readings()).toEqual(before);
  });

  it('may come in the wrong order: readings wait for their patient', async () => {
    const early = await load('biometrics', datasetFile(BIOMETRICS));
    expect(early.run).toMatchObject({ status: 'partial', inserted: 0, rejected: 10 });
    expect(new Set((await quarantined()).map(([, , rule]) => rule))).toEqual(new Set(['patient-unknown']));
    await load('biometrics', datasetFile(BIOMETRICS));
    await load('patients', datasetFile(PATIENTS));
    expect(await readings()).toHaveLength(10);
    const { rows } = await database.pool.query('SELECT FROM biometrics_awaiting_patient');
    expect(rows).toEqual([]);
    const { rows: hours } = await database.pool.query('SELECT FROM patient_biometric_hourly_summary');
    expect(hours).toHaveLength(12);
    const { rows: runs } = await database.pool.query(
      `SELECT status, inserted FROM ops.pipeline_runs WHERE source = 'quarantine'`,
    );
    expect(runs).toEqual([{ status: 'success', inserted: 10 }]);
    const { rows: unresolved } = await database.pool.query(
      'SELECT FROM ops.quarantine WHERE resolved_by IS NULL',
    );
    expect(unresolved).toEqual([]);
  });

  it('do not let a reading that waited override one that came later', async () => {
    await loadText('alice.johnson@example.com,glucose,100,mg/dL,2024-12-01T08:00:00Z\n');
    const [alice] = JSON.parse(await readFile(datasetFile(PATIENTS), 'utf8')) as { email: string }[];
    await database.pool.query(`INSERT INTO patients (name, dob, email) VALUES ('Alice', '1985-04-12', $1)`, [
      alice?.email,
    ]);
    await loadText('alice.johnson@example.com,glucose,120,mg/dL,2024-12-01T08:00:00Z\n');
    expect(await readings()).toEqual([
      ['alice.johnson@example.com', 'glucose', '2024-12-01 08:00:00+00', '120', 'mg/dL', false],
    ]);
  });
});

describe('readings of a file', () => {
  beforeEach(async () => {
    await load('patients', datasetFile(PATIENTS));
    await database.pool.query('TRUNCATE ops.pipeline_runs RESTART IDENTITY CASCADE');
  });
  const EMAIL = 'bob.smith@example.com';
  const AT = '2024-12-01T08:00:00Z';
  /** Good rows, so that one that is bad is not most of the file. */
  const GOOD = Array.from(
    { length: 3 },
    (_, i) => `${EMAIL},weight,80,kg,2020-01-0${i + 1}T00:00:00Z\n`,
  ).join('');

  it.each([
    ['glucose,5.5,mmol/L', 'glucose', '99.088', 'mg/dL', false],
    ['glucose,200,mg/dL', 'glucose', '200', 'mg/dL', false],
    ['glucose,200.1,', 'glucose', '200.1', 'mg/dL', true],
    ['glucose,69.9,MG/DL', 'glucose', '69.9', 'mg/dL', true],
    ['weight,100,lbs', 'weight', '45.359237', 'kg', false],
    ['weight,29.9,kg', 'weight', '29.9', 'kg', true],
    ['Blood_Pressure,140 / 90,mmHg', 'blood_pressure', '140/90', 'mmHg', false],
    ['blood_pressure,141/90,mmHg', 'blood_pressure', '141/90', 'mmHg', true],
    ['blood_pressure,120/59,mmHg', 'blood_pressure', '120/59', 'mmHg', true],
  ])('%s is kept', async (fields, type, value, unit, isOutlier) => {
    await loadText(`${EMAIL},${fields},${AT}\n`);
    expect(await readings()).toEqual([[EMAIL, type, '2024-12-01 08:00:00+00', value, unit, isOutlier]]);
  });

  it.each([
    ['no-address,glucose,100,mg/dL', AT, 'patient_email', 'email-invalid'],
    [`${EMAIL},pulse,60,bpm`, AT, 'biometric_type', 'type-unknown'],
    [`${EMAIL},toString,60,bpm`, AT, 'biometric_type', 'type-unknown'],
    [`${EMAIL},glucose,100,kg`, AT, 'unit', 'unit-unknown'],
    [`${EMAIL},glucose,100,constructor`, AT, 'unit', 'unit-unknown'],
    [`${EMAIL},glucose,high,mg/dL`, AT, 'value', 'value-not-a-number'],
    [`${EMAIL},glucose,,mg/dL`, AT, 'value', 'value-not-a-number'],
    [`${EMAIL},glucose,120/80,mg/dL`, AT, 'value', 'value-not-a-number'],
    [`${EMAIL},glucose,2657,mg/dL`, AT, 'value', 'value-out-of-range'],
    [`${EMAIL},glucose,0,mg/dL`, AT, 'value', 'value-out-of-range'],
    [`${EMAIL},weight,636,kg`, AT, 'value', 'value-out-of-range'],
    [`${EMAIL},weight,-70,kg`, AT, 'value', 'value-out-of-range'],
    [`${EMAIL},blood_pressure,120,mmHg`, AT, 'value', 'value-not-a-number'],
    [`${EMAIL},blood_pressure,120/80/60,mmHg`, AT, 'value', 'value-not-a-number'],
    [`${EMAIL},blood_pressure,120/,mmHg`, AT, 'value', 'value-not-a-number'],
    [`${EMAIL},blood_pressure,80/120,mmHg`, AT, 'value', 'value-out-of-range'],
    [`${EMAIL},blood_pressure,481/80,mmHg`, AT, 'value', 'value-out-of-range'],
    [`${EMAIL},glucose,100,mg/dL`, '01.12.2024 08:00', 'timestamp', 'timestamp-invalid'],
    [`${EMAIL},glucose,100,mg/dL`, '2023-02-29T08:00:00', 'timestamp', 'timestamp-invalid'],
    [`${EMAIL},glucose,100,mg/dL`, '2999-01-01T08:00:00Z', 'timestamp', 'timestamp-in-future'],
    [`${EMAIL},glucose,100`, AT, null, 'row-shape'],
    ['unknown@example.com,glucose,100,mg/dL', AT, 'patient_email', 'patient-unknown'],
  ])('%s at %s is rejected', async (fields, timestamp, column, rule) => {
    const { run } = await loadText(`${GOOD}${fields},${timestamp}\n`);
    expect(run).toMatchObject({ status: 'partial', inserted: 3, rejected: 1, rowsRead: 4 });
    expect((await quarantined()).map((row) => row.slice(0, 3))).toEqual([[5, column, rule]]);
  });

  it('are accepted by the ranges that are configured', async () => {
    const ranges = {
      glucose: { least: 80, most: 120 },
      weight: { least: 30, most: 200 },
      systolic: { least: 90, most: 140 },
      diastolic: { least: 60, most: 90 },
    };
    await loadText(`${EMAIL},glucose,121,mg/dL,${AT}\n`, { acceptedRanges: ranges });
    expect((await readings()).map((row) => row[5])).toEqual([true]);
  });

  it.each([
    ['2024-12-01T08:00', '2024-12-01 07:00:00+00'],
    ['2024-12-01T08:00:00.5', '2024-12-01 07:00:00.5+00'],
    ['2024-12-01T08:00:00+0200', '2024-12-01 06:00:00+00'],
    ['2024-12-01T08:00:00-03', '2024-12-01 11:00:00+00'],
  ])('are at %s, of the clock that is named where they name no offset', async (timestamp, expected) => {
    await loadText(`${EMAIL},glucose,100,mg/dL,${timestamp}\n`, { timeZone: 'Europe/Berlin' });
    expect((await readings()).map((row) => row[2])).toEqual([expected]);
  });

  it('are the last of several for one time, and an update where another was there', async () => {
    await loadText(`${EMAIL},glucose,100,mg/dL,${AT}\n`);
    const { run } = await loadText(
      `${EMAIL},glucose,110,mg/dL,${AT}\n${EMAIL.toUpperCase()},glucose,111,mg/dL,${AT}\n`,
    );
    expect(run).toMatchObject({ inserted: 0, updated: 1, unchanged: 1 });
    expect((await readings()).map((row) => row[3])).toEqual(['111']);
  });

  it('come as people send them: semicolons, byte order mark, CRLF, quotes, Latin-1, gzip', async () => {
    const columns = ['Timestamp', 'Patient Email', 'biometric_type', 'unit', 'value', 'doctor'];
    const text = `${columns.join(';')}\r\n"${AT}";"${EMAIL}";glucose;mg/dL;100;"M\xFCller; Ren\xE9"\r\n`;
    await load('biometrics', await written('latin1.csv', Buffer.from(text, 'latin1')));
    expect(await readings()).toHaveLength(1);
    const again = await load(
      'biometrics',
      await written('utf8.csv.gz', gzipSync(Buffer.from(`\uFEFF${text}`, 'utf8'))),
    );
    expect(again.run).toMatchObject({ status: 'no_op', unchanged: 1 });
  });

  it('are refused altogether where a column is missing', async () => {
    const file = await written('other.csv', 'patient_email,biometric_type,value,timestamp\na,b,c,d\n');
    await expect(load('biometrics', file)).rejects.toThrow(SourceFileError);
    await expect(load('biometrics', file)).rejects.toThrow(/:1: the column unit is missing/);
  });

  it('are refused altogether where more than half are bad', async () => {
    const { run } = await loadText(`${EMAIL},glucose,100,mg/dL,${AT}\nx,y,z,a,b\nx,y,z,a,b\n`);
    expect(run).toMatchObject({ status: 'failed', inserted: 0, rejected: 2 });
    expect(await readings()).toEqual([]);
  });

  it('that are rejected stand in a file of their own, with the reason', async () => {
    const invalidFolder = path.join(folder, 'invalid');
    const { invalidFile } = await loadText(`${GOOD}${EMAIL},glucose,"9,000",mg/dL,${AT}\n`, {
      invalidFolder,
    });
    expect(invalidFile).toBe(path.join(invalidFolder, 'invalid_biometrics_run1.csv'));
    expect(await readFile(invalidFile ?? '', 'utf8')).toBe(
      'patient_email,biometric_type,value,unit,timestamp,line,rule,reason\r\n' +
        `${EMAIL},glucose,"9,000",mg/dL,${AT},5,value-not-a-number,glucose needs value as a number\r\n`,
    );
  });

  it('are summarised by the hour as SQL over them does it', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const at = new Date(Date.UTC(2025, 2, 30) + i * 7 * 60_000).toISOString();
      const email = i % 3 === 0 ? EMAIL : 'carla.diaz@example.com';
      return i % 2 === 0
        ? `${email},glucose,${80 + (i % 50)},mg/dL,${at}\n`
        : `${email},blood_pressure,${110 + (i % 20)}/${70 + (i % 9)},mmHg,${at}\n`;
    });
    await loadText(rows.join(''));
    await loadText(`${EMAIL},glucose,180,mg/dL,2025-03-30T00:00:00Z\n`);
    const ask = async (text: string) =>
      (await database.pool.query<unknown[]>({ text, rowMode: 'array' })).rows;
    const held = await ask(
      `SELECT patient_id, biometric_type, hour_start::text, min_value, max_value, avg_value, count
         FROM patient_biometric_hourly_summary ORDER BY 1, 2, 3`,
    );
    const expected = await ask(
      `SELECT patient_id, kind, date_trunc('hour', "timestamp")::text, min(number), max(number), avg(number), count(*)
         FROM (SELECT patient_id, biometric_type AS kind, "timestamp", value AS number FROM biometrics WHERE value IS NOT NULL
               UNION ALL SELECT patient_id, 'blood_pressure_systolic', "timestamp", systolic FROM biometrics WHERE systolic IS NOT NULL
               UNION ALL SELECT patient_id, 'blood_pressure_diastolic', "timestamp", diastolic FROM biometrics WHERE diastolic IS NOT NULL) AS numbers
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    );
    expect(held.length).toBeGreaterThan(100);
    expect(held).toEqual(expected);
  });

  it('go on where an interrupted import stopped', async () => {
    const file = await written('long.csv', HEADER + GOOD + longRows());
    const format = importFormats.get('biometrics');
    if (!format) throw new Error('no format');
    const stop = new AbortController();
    const [interrupted] = await importFile(
      { ...(await pipelineContext(database.pool)), signal: stop.signal },
      {
        format,
        path: file,
        dryRun: false,
        batchSize: 5_000,
        onProgress: (phase, rows) => {
          if (phase === 'loading' && rows > 10_000) stop.abort();
        },
      },
    );
    expect(interrupted?.run?.status).toBe('failed');
    const resumed = await load('biometrics', file, { batchSize: 5_000 });
    expect(resumed.resumedAfter).toBeGreaterThan(0);
    expect(resumed.run).toMatchObject({ status: 'success' });
    expect(await readings()).toHaveLength(3 + 30_000);
  });

  function longRows(): string {
    const start = Date.UTC(2021, 0, 1);
    return Array.from(
      { length: 30_000 },
      (_, i) => `${EMAIL},glucose,${80 + (i % 100)},mg/dL,${new Date(start + i * 60_000).toISOString()}\n`,
    ).join('');
  }
});

describe('patients of a file', () => {
  const ANNA = { name: 'Anna', dob: '1980-02-29', email: 'Anna@Example.com ' };
  const good = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ ...ANNA, email: `good${i}@example.com` }));
  const loadPatients = async (patients: unknown, settings: Partial<ImportSettings> = {}) =>
    load('patients', await written('patients.json', JSON.stringify(patients)), settings);

  it('get the declared defaults for what is not said, and an update when they come again', async () => {
    await loadPatients([ANNA]);
    const stored = async () => {
      const { rows } = await database.pool.query<Record<string, string>>(
        'SELECT name, dob::text, gender, address, email, phone, sex FROM patients',
      );
      return rows;
    };
    const defaults = { gender: 'unknown', address: '', phone: '', sex: 'U' };
    expect(await stored()).toEqual([{ ...ANNA, ...defaults, email: 'anna@example.com' }]);
    const { run } = await loadPatients([{ ...ANNA, phone: '555-1', sex: 'f' }]);
    expect(run).toMatchObject({ inserted: 0, updated: 1 });
    expect(await stored()).toEqual([
      { ...ANNA, ...defaults, email: 'anna@example.com', phone: '555-1', sex: 'F' },
    ]);
  });

  it.each([
    [{ ...ANNA, email: 'anna@localhost' }, 'email', 'email-invalid'],
    [{ ...ANNA, email: 'an na@example.com' }, 'email', 'email-invalid'],
    [{ ...ANNA, email: '' }, 'email', 'field-missing'],
    [{ ...ANNA, name: ' ' }, 'name', 'field-missing'],
    [{ ...ANNA, name: 7 }, 'name', 'row-shape'],
    [{ ...ANNA, name: 'x'.repeat(501) }, 'name', 'text-too-long'],
    [{ ...ANNA, dob: '12/04/1985' }, 'dob', 'date-invalid'],
    [{ ...ANNA, dob: '1981-02-29' }, 'dob', 'date-invalid'],
    [{ ...ANNA, dob: '1899-12-31' }, 'dob', 'age-implausible'],
    [{ ...ANNA, dob: '2999-01-01' }, 'dob', 'age-implausible'],
    [{ ...ANNA, sex: 'maybe' }, 'sex', 'sex-unknown'],
    ['Anna', null, 'row-shape'],
    [null, null, 'row-shape'],
  ])('%j is rejected', async (patient, column, rule) => {
    const invalidFolder = path.join(folder, 'invalid-patients');
    const { run, invalidFile } = await loadPatients([...good(2), patient], { invalidFolder });
    expect(run).toMatchObject({ status: 'partial', inserted: 2, rejected: 1 });
    expect((await quarantined()).map((row) => row.slice(1, 3))).toEqual([[column, rule]]);
    expect(JSON.parse(await readFile(invalidFile ?? '', 'utf8'))).toMatchObject([{ index: 2, rule }]);
  });

  it('are refused altogether where the JSON is cut off, is no array, or lacks a field everywhere', async () => {
    const text = await readFile(datasetFile(PATIENTS), 'utf8');
    for (const [content, message] of [
      [text.slice(0, -20), /not valid JSON/],
      ['{"name": "Anna"}', /must hold an array/],
      ['[{"name": "Anna", "dob": "1980-01-01"}]', /no patient has email/],
      ['[]', /no rows/],
    ] as const) {
      await expect(load('patients', await written('bad.json', content))).rejects.toThrow(message);
    }
    const { rows } = await database.pool.query('SELECT FROM patients');
    expect(rows).toEqual([]);
  });
});
