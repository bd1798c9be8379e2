import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startTestDatabase, writeLargeWorkbook, type CellValue } from '@systole/test-kit';
import { importTableOnce, importTableTwice } from './import-table-twice.ts';

/**
 * An Excel file of appointments from raw to analytics, then the same file again. TEST_DATABASE_URL names a native
 * server; without it, the embedded database is measured.
 */
const DOCTORS = 500;
const STATUSES = ['Confirmed', 'confirmed.', 'canceled', 'Cancelled ', 'pending'];
const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } });
const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-bench-'));
await using database = await startTestDatabase();
try {
  const doctors = path.join(folder, 'doctors.csv');
  const lines = Array.from({ length: DOCTORS }, (_, i) => `${i + 1},Dr. Number ${i},Specialty ${i % 20}\n`);
  await writeFile(doctors, `doctor_id,name,specialty\n${lines.join('')}`);
  await importTableOnce(database.url, 'doctors', doctors);
  for (const [name, sharesTexts] of [
    ['texts in their cells', false],
    ['texts shared, as Excel writes them', true],
  ] as const) {
    const file = path.join(folder, `${String(sharesTexts)}.xlsx`);
    await writeLargeWorkbook(file, bookings(Number(options.rows), sharesTexts ? 1 : 2), sharesTexts);
    console.log(name);
    await importTableTwice(database.url, 'appointments', file);
  }
} finally {
  await rm(folder, { recursive: true });
}

/** One in a thousand without a patient; dates as text, numbers and dates. */
function* bookings(rows: number, seed: number): Generator<CellValue[]> {
  yield ['booking_id', 'patient_id', 'doctor_id', 'booking_date', 'status'];
  for (let i = 0; i < rows; i += 1) {
    const day = new Date(Date.UTC(2023, 0, 1 + (i % 1_000)));
    const date = [day, day.toISOString().slice(0, 10), 45_000 + (i % 1_000)][(i + seed) % 3] ?? null;
    const patient = i % 1_000 === 500 ? null : `P${(i * 7_919) % 20_000} `;
    yield [i + seed, patient, (i % DOCTORS) + 1, date, STATUSES[i % STATUSES.length] ?? null];
  }
}
