import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeLargeWorkbook, type CellValue } from '@systole/test-kit';
import type { Bench } from '../bench.ts';
import { loadOnce, loadsTable, loadTwice, type TwoLoads } from '../table-loads.ts';

const DOCTORS = 500;
const STATUSES = ['Confirmed', 'confirmed.', 'canceled', 'Cancelled ', 'pending'];

/** Excel files of appointments from raw to analytics, then the same files again. */
export const appointments: Bench = {
  key: 'appointments',
  title: 'Appointments from Excel: raw, staging, analytics',
  run: async ({ database, folder, scale, say }) => {
    const doctors = path.join(folder, 'doctors.csv');
    const lines = Array.from({ length: DOCTORS }, (_, i) => `${i + 1},Dr. Number ${i},Specialty ${i % 20}\n`);
    await writeFile(doctors, `doctor_id,name,specialty\n${lines.join('')}`);
    await loadOnce(database.url, folder, 'doctors', doctors);
    const loads: (TwoLoads & { readonly name: string })[] = [];
    for (const [name, sharesTexts] of [
      ['texts in their cells', false],
      ['texts shared, as Excel writes them', true],
    ] as const) {
      say(name);
      const file = path.join(folder, `${String(sharesTexts)}.xlsx`);
      await writeLargeWorkbook(file, bookings(scale.appointments, sharesTexts ? 1 : 2), sharesTexts);
      loads.push({ name, ...(await loadTwice(database.url, folder, 'appointments', file)) });
    }
    const seconds = Math.max(...loads.map(({ first }) => first.seconds));
    const memory = Math.max(...loads.map(({ first }) => first.peakMemoryMb));
    return {
      tables: [loadsTable(loads)],
      goals: [
        {
          what: `an Excel file of ${scale.appointments.toLocaleString('en')} appointments`,
          goal: '< 20 s with < 400 MB',
          measured: `${seconds.toFixed(1)} s, ${Math.round(memory)} MB`,
          isReached: seconds < 20 && memory < 400,
        },
      ],
    };
  },
};

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
