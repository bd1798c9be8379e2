import { ingestUser } from '@systole/etl';
import { datasetFile } from '@systole/test-kit';
import type { Bench, BenchContext, BenchResult, Table } from '../bench.ts';
import { checkingAndLoading, loading, medianOf, rateOf, whole } from '../figures.ts';
import type { ImportMeasurement } from '../import-once.ts';
import { importOnce } from '../other-processes.ts';
import { openSource, SOURCE_USER } from '../simulated-source.ts';
import { median } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

const START_MS = Date.UTC(2025, 5, 1);
const DAY_MS = 86_400_000;
const ROUNDS = 3;
const FITABASE = 'fitabase/heartrate_seconds_merged.apr-may.8users.csv.gz';

/** From the source to what a reader of the hourly rollup sees. */
export const endToEnd: Bench = {
  key: 'end-to-end',
  title: 'From the source to rows that are visible in the hourly rollup',
  run: async (context): Promise<BenchResult> => ({
    tables: [await overHttp(context), await ofFile(context)],
    goals: [],
  }),
};

async function overHttp({ database: { pool }, scale, say }: BenchContext): Promise<Table> {
  await using source = await openSource(pool);
  const date = (days: number) => new Date(START_MS + days * DAY_MS).toISOString().slice(0, 10);
  const seconds: number[] = [];
  let readings = 0;
  let hours = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`${scale.fetchedDays} days over HTTP, round ${round} of ${ROUNDS}`);
    await emptyTables(pool);
    const started = performance.now();
    await ingestUser(source.context, {
      ...source.settings,
      startDate: date(0),
      endDate: date(scale.fetchedDays - 1),
    });
    seconds.push((performance.now() - started) / 1_000);
    const { rows } = await pool.query<{ readings: number; hours: number }>(
      `SELECT sum(record_count)::bigint AS readings, count(*) AS hours FROM activities_heart_intraday_1h WHERE user_id = $1`,
      [SOURCE_USER],
    );
    readings = rows[0]?.readings ?? 0;
    hours = rows[0]?.hours ?? 0;
  }
  return {
    title: 'The simulator over HTTP (its own work and that of HTTP are in the same process and the time)',
    rows: [
      {
        days: scale.fetchedDays,
        readings: whole(readings),
        'hours in the rollup': whole(hours),
        seconds: median(seconds).toFixed(2),
        'readings/s': whole(readings / median(seconds)),
      },
    ],
  };
}

async function ofFile({ database: { pool, url }, say }: BenchContext): Promise<Table> {
  const file = datasetFile(FITABASE);
  const first: ImportMeasurement[] = [];
  const again: ImportMeasurement[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`the real readings of eight people, round ${round} of ${ROUNDS}`);
    await emptyTables(pool);
    first.push(await importOnce(url, 'fitabase-heart-rate', file));
    again.push(await importOnce(url, 'fitabase-heart-rate', file));
  }
  const line = (what: string, imports: readonly ImportMeasurement[]) => ({
    import: what,
    rows: whole(imports[0]?.rows ?? 0),
    'loading rows/s': whole(rateOf(imports, loading)),
    'with checking': whole(rateOf(imports, checkingAndLoading)),
    'with rollups': whole(
      rateOf(imports, (measured) => checkingAndLoading(measured) + measured.summarisingSeconds),
    ),
    'CPU (s)': medianOf(imports, ({ cpuSeconds }) => cpuSeconds).toFixed(2),
    'peak memory (MB)': whole(Math.max(...imports.map(({ peakMemoryMb }) => peakMemoryMb))),
  });
  return {
    title: 'The real readings of eight people',
    rows: [line('first', first), line('the same file again', again)],
  };
}
