import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startTestDatabase, type TestDatabase } from '@systole/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importClinicFile } from './import-clinic-file.ts';

const PATIENTS = ['alice@example.com', 'bob@example.com', 'carla@example.com'];
const STRANGER = 'stranger@example.com';
const START = Date.UTC(2020, 0, 1);

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-biometrics-'));
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface Sent {
  readonly email: string;
  readonly type: 'glucose' | 'blood_pressure';
  readonly step: number;
  readonly value: number;
}

const sent = (steps: fc.Arbitrary<number>): fc.Arbitrary<Sent> =>
  fc.record({
    email: fc.constantFrom(...PATIENTS, STRANGER),
    type: fc.constantFrom('glucose', 'blood_pressure'),
    step: steps,
    value: fc.integer({ min: 90, max: 200 }),
  });

/** Days apart, so that readings lie in several chunks. */
const timestampOf = ({ step }: Sent) => new Date(START + step * 5 * 86_400_000).toISOString();

async function load(readings: readonly Sent[], batchSize: number) {
  const file = path.join(folder, 'biometrics.csv');
  const lines = readings.map((reading) => {
    const { email, type, value } = reading;
    const measured = type === 'glucose' ? `${value},mg/dL` : `${value}/80,mmHg`;
    return `${email},${type},${measured},${timestampOf(reading)}\n`;
  });
  await writeFile(file, `patient_email,biometric_type,value,unit,timestamp\n${lines.join('')}`);
  const { run } = await importClinicFile(database.pool, 'biometrics', file, { batchSize });
  return run;
}

async function stored(table: 'biometrics' | 'biometrics_awaiting_patient', email: string) {
  const { rows } = await database.pool.query<unknown[]>({
    text: `SELECT ${email}, biometric_type, "timestamp", coalesce(value, systolic) FROM ${table}
             ${table === 'biometrics' ? 'JOIN patients ON patients.id = patient_id' : ''}`,
    rowMode: 'array',
  });
  return new Map(rows.map(([of, type, at, value]) => [keyOf(of, type, (at as Date).toISOString()), value]));
}

const keyOf = (email: unknown, type: unknown, timestamp: string) =>
  `${String(email)} ${String(type)} ${timestamp}`;

describe('readings that come in batches, several times, with others', () => {
  it('are those of which each was the last for its patient, type and time, however they came', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            // Few times, so that most come again, or many, so that hardly any does.
            readings: fc.oneof(
              fc.array(sent(fc.nat(5)), { minLength: 1, maxLength: 40 }),
              fc.array(sent(fc.nat(300)), { minLength: 1, maxLength: 40 }),
            ),
            batchSize: fc.constantFrom(1, 7, 1_000),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        async (files) => {
          await database.pool.query(
            'TRUNCATE patients, biometrics, biometrics_awaiting_patient, ops.pipeline_runs RESTART IDENTITY CASCADE',
          );
          await database.pool.query(
            `INSERT INTO patients (name, dob, email) SELECT email, '1980-01-01', email FROM unnest($1::text[]) AS email`,
            [PATIENTS],
          );
          const expected = { known: new Map<string, number>(), unknown: new Map<string, number>() };
          for (const { readings, batchSize } of files) {
            const before = expected.known.size;
            for (const reading of readings) {
              const key = keyOf(reading.email, reading.type, timestampOf(reading));
              (reading.email === STRANGER ? expected.unknown : expected.known).set(key, reading.value);
            }
            const known = readings.filter(({ email }) => email !== STRANGER).length;
            const run = await load(readings, batchSize);
            expect(run).toMatchObject({
              error: null,
              inserted: expected.known.size - before,
              rejected: readings.length - known,
              rowsRead: readings.length,
            });
            expect((run?.updated ?? 0) + (run?.unchanged ?? 0) + (run?.inserted ?? 0)).toBe(known);
          }
          expect(await stored('biometrics', 'email')).toEqual(expected.known);
          expect(await stored('biometrics_awaiting_patient', 'email')).toEqual(expected.unknown);
        },
      ),
      { numRuns: 15 },
    );
  });
});
