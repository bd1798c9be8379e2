import path from 'node:path';
import type { Bench, BenchContext, Table } from '../bench.ts';
import { loading, ratio, whole } from '../figures.ts';
import { importOnce } from '../other-processes.ts';
import { load } from '../request-load.ts';
import type { Scale } from '../scale.ts';
import { SERIES_START_MS, userNames, writeSeries } from '../series-files.ts';
import { serveApi } from '../served-api.ts';
import { growthExponent } from '../statistics.ts';
import { emptyTables, intoColumnstore, sizeOfReadings } from '../tables.ts';

const CONNECTIONS = 2;

interface Line {
  readonly name: string;
  readonly rows: number;
  readonly loadingSeconds: number;
  readonly refreshSeconds: number;
  readonly columnstoreSeconds: number;
  /** Of the readings with their key; and of what they are in the columnstore. */
  readonly bytes: number;
  readonly columnstoreBytes: number;
  /** Medians of a day in milliseconds: hourly of one user, and of ten; each reading of one, as row and from the columnstore. */
  readonly one: number;
  readonly ten: number;
  readonly raw: number;
  readonly rawStored: number;
}

const FIGURES = [
  { what: 'loading (s)', of: (line: Line) => line.loadingSeconds },
  { what: 'refresh (s)', of: (line: Line) => line.refreshSeconds },
  { what: 'into the columnstore (s)', of: (line: Line) => line.columnstoreSeconds },
  { what: 'rows and key (GB)', of: (line: Line) => line.bytes / 1e9 },
  { what: 'columnstore (GB)', of: (line: Line) => line.columnstoreBytes / 1e9 },
  { what: 'a day hourly of one user, p50 (ms)', of: (line: Line) => line.one },
  { what: 'a day hourly of ten users, p50 (ms)', of: (line: Line) => line.ten },
  { what: 'a day of readings of one user, p50 (ms)', of: (line: Line) => line.raw },
  { what: 'the same from the columnstore, p50 (ms)', of: (line: Line) => line.rawStored },
];

/** Ever more users and readings: times, sizes and answers. */
export const manyUsers: Bench = {
  key: 'many-users',
  title: 'Many users',
  run: async (context) => {
    const lines: Line[] = [];
    for (const size of context.scale.manyUsers) lines.push(await measure(context, size));
    return { tables: [growthOf(lines), ratesOf(lines)], goals: [] };
  },
};

async function measure(
  { database: { pool, url }, folder, scale, say }: BenchContext,
  { users: count, readings }: Scale['manyUsers'][number],
): Promise<Line> {
  const name = `${whole(count)} × ${whole(readings)}`;
  say(name);
  const users = userNames(count);
  const file = path.join(folder, 'many.csv');
  await emptyTables(pool);
  const rows = await writeSeries({ users, rowsEach: readings }, file);
  const imported = await importOnce(url, 'fitabase-heart-rate', file);
  await pool.query('ANALYZE');
  const bytes = await sizeOfReadings(pool);
  await using api = await serveApi(url);
  const day = new Date(SERIES_START_MS).toISOString().slice(0, 10);
  const median = async (rest: string) => {
    const request = `${api.origin}${rest}&metric=activities_heart_intraday&start_date=${day}&end_date=${day}`;
    return (await load({ url: request, seconds: scale.requestSeconds, connections: CONNECTIONS })).p50;
  };
  const oneRaw = '/timeseries?user_id=user1&interval=raw&max_points=20000';
  const one = await median('/timeseries?user_id=user1&interval=1h');
  const ten = await median(`/multi-user/timeseries?user_ids=${users.slice(0, 10).join(',')}&interval=1h`);
  const raw = await median(oneRaw);
  say(`${name}, into the columnstore`);
  const columnstoreSeconds = await intoColumnstore(pool);
  const rawStored = await median(oneRaw);
  return {
    name,
    rows,
    loadingSeconds: loading(imported),
    refreshSeconds: imported.summarisingSeconds,
    columnstoreSeconds,
    bytes,
    columnstoreBytes: await sizeOfReadings(pool),
    one,
    ten,
    raw,
    rawStored,
  };
}

function growthOf(lines: readonly Line[]): Table {
  return {
    title: 'Users × readings of each; growth with rows: exponent b of rows^b',
    rows: FIGURES.map(({ what, of }) => ({
      what,
      ...Object.fromEntries(lines.map((line) => [line.name, of(line).toFixed(2)])),
      exponent: growthExponent(lines.map((line) => [line.rows, of(line)])).toFixed(2),
    })),
  };
}

function ratesOf(lines: readonly Line[]): Table {
  const rate = (line?: Line) => (line ? line.rows / line.loadingSeconds : NaN);
  return {
    title: 'Rate of the loads',
    rows: lines.map((line) => ({
      users: line.name,
      rows: whole(line.rows),
      'rows/s': whole(rate(line)),
      'of the first': ratio(rate(line), rate(lines[0])),
    })),
  };
}
