import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pool } from '@systole/service-kit';
import { BIOMETRICS_COLUMNS } from './extractors/biometrics-csv-extractor.ts';

const HOUR_MS = 3_600_000;
const FILE = /^biometrics_(\d{4})(\d\d)(\d\d)T(\d\d)0000Z\.csv$/;
const DAY_HOURS = 24;

export interface SimulationSettings {
  readonly folder: string;
  /** The same seed, patients and hours give the same bytes. */
  readonly seed: number;
  readonly now: Date;
  /** How many hours before now an empty folder begins with. */
  readonly hours: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes one CSV of readings of all patients for each hour that is over, `biometrics_20250629T100000Z.csv`, from the one
 * after the newest file on. An hour that has its file is left as it is, also when two do this at once.
 * @returns the files that were written, oldest first
 */
export async function writeSimulatedReadings(pool: Pool, settings: SimulationSettings): Promise<string[]> {
  const { folder, now, hours, signal } = settings;
  await mkdir(folder, { recursive: true });
  const { rows } = await pool.query<{ email: string }>('SELECT email FROM patients ORDER BY id');
  if (rows.length === 0) return [];
  const thisHour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const newest = newestHour(await readdir(folder));
  const written: string[] = [];
  const first = newest === undefined ? thisHour - hours * HOUR_MS : newest + HOUR_MS;
  for (let hour = first; hour < thisHour; hour += HOUR_MS) {
    signal?.throwIfAborted();
    const file = path.join(folder, fileName(hour));
    if (await writeOnce(file, hourOf(rows, hour, settings.seed))) written.push(file);
  }
  return written;
}

/** Whole or not at all, and never over another: false where the file is there already. */
async function writeOnce(file: string, content: string): Promise<boolean> {
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, content);
  try {
    await link(unfinished, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(unfinished);
  }
}

function newestHour(names: readonly string[]): number | undefined {
  const hours = names.flatMap((name) => {
    const match = FILE.exec(name);
    if (!match) return [];
    const [year = 0, month = 0, day = 0, hour = 0] = match.slice(1).map(Number);
    return Date.UTC(year, month - 1, day, hour);
  });
  return hours.length === 0 ? undefined : Math.max(...hours);
}

function fileName(hour: number): string {
  return `biometrics_${new Date(hour).toISOString().slice(0, 13).replaceAll('-', '')}0000Z.csv`;
}

function hourOf(patients: readonly { readonly email: string }[], hour: number, seed: number): string {
  const lines = patients.flatMap(({ email }) =>
    readingsOf(email, hour, seed).map(([type, value, unit, minute]) =>
      [email, type, value, unit, new Date(hour + minute * 60_000).toISOString()].join(','),
    ),
  );
  return `${[BIOMETRICS_COLUMNS.join(','), ...lines].join('\n')}\n`;
}

type SimulatedReading = readonly [type: string, value: string, unit: string, minute: number];

/** Each patient has levels of their own, about which readings go up and down with the time of day and by chance. */
function readingsOf(email: string, hour: number, seed: number): SimulatedReading[] {
  const person = uniformNumbers(`${seed}:${email}`);
  const chance = uniformNumbers(`${seed}:${email}:${hour}`);
  const angle = (2 * Math.PI * ((hour / HOUR_MS) % DAY_HOURS)) / DAY_HOURS;
  const glucose = 85 + 50 * person[0] + 12 * Math.sin(angle) + 15 * bell(chance[0], chance[1]);
  const weight = 50 + 60 * person[1] + 0.4 * Math.sin(angle) + 0.3 * bell(chance[2], chance[3]);
  const systolic = 105 + 35 * person[2] + 6 * Math.sin(angle - 1) + 6 * bell(chance[4], chance[5]);
  const diastolic = systolic * (0.6 + 0.08 * person[3]) + 2 * bell(chance[6], chance[7]);
  const minute = Math.floor(60 * person[4]);
  return [
    ['glucose', glucose.toFixed(0), 'mg/dL', minute],
    ['weight', weight.toFixed(1), 'kg', minute],
    ['blood_pressure', `${systolic.toFixed(0)}/${diastolic.toFixed(0)}`, 'mmHg', minute],
  ];
}

type Eight = readonly [number, number, number, number, number, number, number, number];

/** Eight numbers in [0, 1) that depend on nothing but the text. */
function uniformNumbers(text: string): Eight {
  const digest = createHash('sha256').update(text).digest();
  return Array.from({ length: 8 }, (_, i) => digest.readUInt32BE(4 * i) / 2 ** 32) as unknown as Eight;
}

/** Normally distributed, mean 0 and standard deviation 1, of two uniform numbers (Box and Muller, 1958). */
function bell(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
}
