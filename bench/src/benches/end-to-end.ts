import { ingestUser } from '@systole/etl';
import type { Bench, BenchContext, BenchResult, Table } from '../bench.ts';
import { whole } from '../figures.ts';
import { openSource, SOURCE_USER } from '../simulated-source.ts';
import { median } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

const START_MS = Date.UTC(2025, 5, 1);
const DAY_MS = 86_400_000;
const ROUNDS = 3;

/** From the source to what a reader of the hourly rollup sees. */
export const endToEnd: Bench = {
  key: 'end-to-end',
  title: 'From the source to rows that are visible in the hourly rollup',
  run: async (context): Promise<BenchResult> => ({
    tables: [await overHttp(context)],
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
    title: 'The simulator over HTTP, whose own work is in the time',
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
