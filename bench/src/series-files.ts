import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { heartRateSeries } from '@systole/simulator';

const DAY_MS = 86_400_000;
/** Long before today, so that nothing lies ahead, and where the simulator's history begins. */
export const SERIES_START_MS = Date.UTC(2024, 0, 1);

/** `user1`, `user2`, … */
export function userNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user${index + 1}`);
}

export interface SimulatedSeries {
  readonly users: readonly string[];
  readonly rowsEach: number;
  /** Where the series begin. */
  readonly startMs?: number;
  /** And where they end at the latest. */
  readonly endMs?: number;
  /** Which readings are written, by their number in the user's series; all where it is not given. */
  readonly keeps?: (index: number) => boolean;
  /** What is written for a reading; the reading where it is not given. */
  readonly restate?: (bpm: number, index: number) => number;
}

/**
 * Writes simulated heart rates, user by user, as the Fitabase format that is imported and, where a second file is named,
 * as the CSV `timestamp,value,user_id` that `\copy` takes.
 * @returns how many rows were written
 */
export async function writeSeries(
  series: SimulatedSeries,
  fitabaseFile: string,
  plainFile?: string,
): Promise<number> {
  const fitabase = createWriteStream(fitabaseFile);
  const plain = plainFile === undefined ? undefined : createWriteStream(plainFile);
  fitabase.write('Id,Time,Value\n');
  let written = 0;
  for (const [number, user] of series.users.entries()) {
    for (const day of daysOf(series, number + 1)) {
      await write(
        fitabase,
        day.map(([ms, value]) => `${user},${fitabaseTime(ms)},${value}\n`),
      );
      if (plain)
        await write(
          plain,
          day.map(([ms, value]) => `${new Date(ms).toISOString()},${value},${user}\n`),
        );
      written += day.length;
    }
  }
  await Promise.all([close(fitabase), plain && close(plain)]);
  return written;
}

function* daysOf(
  {
    rowsEach,
    startMs = SERIES_START_MS,
    endMs = Infinity,
    keeps = () => true,
    restate = (bpm) => bpm,
  }: SimulatedSeries,
  seed: number,
): Generator<[ms: number, value: number][]> {
  let index = 0;
  for (let dayMs = startMs; index < rowsEach && dayMs < endMs; dayMs += DAY_MS) {
    const { timestamps, bpm } = heartRateSeries({ id: '', seed }, dayMs, Math.min(dayMs + DAY_MS, endMs));
    const rows: [number, number][] = [];
    for (let row = 0; row < timestamps.length && index < rowsEach; row += 1, index += 1) {
      if (keeps(index)) rows.push([timestamps[row] ?? 0, restate(bpm[row] ?? 0, index)]);
    }
    yield rows;
  }
}

/** `4/12/2016 7:21:00 AM` */
function fitabaseTime(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const hour = at.getUTCHours();
  const day = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`;
  return `${day} ${hour % 12 || 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
}

async function write(file: WriteStream, lines: readonly string[]): Promise<void> {
  if (!file.write(lines.join(''))) await once(file, 'drain');
}

async function close(file: WriteStream): Promise<void> {
  file.end();
  await once(file, 'close');
}
