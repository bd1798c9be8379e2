import type { Pool } from '@systole/service-kit';
import { datasetFile } from '@systole/test-kit';
import type { Bench, BenchContext, Table } from '../bench.ts';
import { medianOf, whole } from '../figures.ts';
import type { IngestMeasurement } from '../ingest-once.ts';
import { importOnce, runScript } from '../other-processes.ts';
import { openSource } from '../simulated-source.ts';
import { emptyTables } from '../tables.ts';

const START_MS = Date.UTC(2025, 5, 1);
const DAY_MS = 86_400_000;
const ROUNDS = 3;

/** From the source to what a reader of the hourly rollup sees. */
export const endToEnd: Bench = {
  key: 'end-to-end',
  title: 'From the source to rows that are visible in the hourly rollup',
  run: async (context) => ({
    tables: [
      {
        title: `Medians of ${ROUNDS}; the simulator's own work is in the time`,
        rows: [await overHttp(context), await fromFile(context)],
      },
    ],
    goals: [],
  }),
};

type Row = Table['rows'][number];

async function overHttp({ database: { pool, url }, scale, say }: BenchContext): Promise<Row> {
  await using source = await openSource();
  const date = (days: number) => new Date(START_MS + days * DAY_MS).toISOString().slice(0, 10);
  const name = `${scale.fetchedDays} days over HTTP`;
  return await repeatedly(pool, name, say, () =>
    runScript<IngestMeasurement>('ingest-once.ts', [
      url,
      source.origin,
      date(0),
      date(scale.fetchedDays - 1),
    ]),
  );
}

async function fromFile({ database: { pool, url }, say }: BenchContext): Promise<Row> {
  const file = datasetFile('fitabase/heartrate_seconds_merged.apr-may.8users.csv.gz');
  return repeatedly(pool, 'the real readings of eight people, a file', say, async () => {
    const imported = await importOnce(url, 'fitabase-heart-rate', file);
    const { checkingSeconds, loadingSeconds, summarisingSeconds } = imported;
    return { ...imported, seconds: checkingSeconds + loadingSeconds + summarisingSeconds };
  });
}

async function repeatedly(
  pool: Pool,
  name: string,
  say: (text: string) => void,
  measure: () => Promise<IngestMeasurement>,
): Promise<Row> {
  const measured: IngestMeasurement[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`${name}, round ${round} of ${ROUNDS}`);
    await emptyTables(pool);
    measured.push(await measure());
  }
  const { rows } = await pool.query<{ readings: number; hours: number }>(
    'SELECT sum(record_count)::bigint AS readings, count(*) AS hours FROM activities_heart_intraday_1h',
  );
  const readings = rows[0]?.readings ?? 0;
  const seconds = medianOf(measured, (measurement) => measurement.seconds);
  return {
    source: name,
    readings: whole(readings),
    'hours in the rollup': whole(rows[0]?.hours ?? 0),
    seconds: seconds.toFixed(2),
    'readings/s': whole(readings / seconds),
    'CPU of our process (s)': medianOf(measured, ({ cpuSeconds }) => cpuSeconds).toFixed(2),
    'peak memory (MB)': whole(Math.max(...measured.map(({ peakMemoryMb }) => peakMemoryMb))),
  };
}
