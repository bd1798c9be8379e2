import { ingestUser } from '@systole/etl';
import type { Bench } from '../bench.ts';
import { whole } from '../figures.ts';
import { ingestionFrom, openSource, SOURCE_USER } from '../simulated-source.ts';
import { growthExponent, median } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

const ROUNDS = 9;
const LAST_DAY = '2026-03-01';
const DAY_MS = 86_400_000;
/** Of one simulated user; what is missing to a longer history is that of others. */
const READINGS_A_DAY = 8_000;
const MOST_DAYS = 120;

/** Runs that find nothing new, after ever longer histories. */
export const noOp: Bench = {
  key: 'no-op',
  title: 'A run with nothing new',
  run: async ({ database: { pool }, scale, say }) => {
    await using source = await openSource();
    const { context, settings } = await ingestionFrom(source.origin, pool);
    const lines = [];
    for (const history of scale.histories) {
      say(`a history of ${whole(history)} readings`);
      await emptyTables(pool);
      const days = Math.min(MOST_DAYS, Math.ceil(history / READINGS_A_DAY));
      const startDate = new Date(Date.parse(LAST_DAY) - days * DAY_MS).toISOString().slice(0, 10);
      const ingest = () => ingestUser(context, { ...settings, startDate, endDate: LAST_DAY });
      await ingest();
      await pool.query(
        `INSERT INTO activities_heart_intraday
         SELECT timestamp, value, user_id || '-' || n FROM activities_heart_intraday, generate_series(1, $1::int) AS n
          WHERE user_id = $2`,
        [Math.max(0, Math.round(history / (days * READINGS_A_DAY)) - 1), SOURCE_USER],
      );
      await pool.query('ANALYZE activities_heart_intraday');
      const { rows } = await pool.query<{ readings: number; chunks: number }>(
        `SELECT count(*) AS readings, (SELECT count(*) FROM show_chunks('activities_heart_intraday')) AS chunks
           FROM activities_heart_intraday`,
      );
      const { readings, chunks } = rows[0] ?? { readings: 0, chunks: 0 };
      const milliseconds: number[] = [];
      let written = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const started = performance.now();
        const reports = await ingest();
        milliseconds.push(performance.now() - started);
        written += reports.reduce((sum, { inserted, updated }) => sum + inserted + updated, 0);
      }
      lines.push({ readings, chunks, milliseconds: median(milliseconds), written });
    }
    const exponent = growthExponent(lines.map(({ readings, milliseconds }) => [readings, milliseconds]));
    const longest = lines.at(-1);
    return {
      tables: [
        {
          title: `Medians of ${ROUNDS}; grows with history by an exponent of ${exponent.toFixed(2)}`,
          rows: lines.map(({ readings, chunks, milliseconds, written }) => ({
            readings: whole(readings),
            chunks,
            ms: whole(milliseconds),
            'rows written': written,
          })),
        },
      ],
      goals: longest
        ? [
            {
              what: `a run with nothing new after ${whole(longest.readings)} readings`,
              goal: '< 100 ms, 0 rows',
              measured: `${whole(longest.milliseconds)} ms, ${longest.written} rows`,
              isReached: longest.milliseconds < 100 && longest.written === 0,
            },
          ]
        : [],
    };
  },
};
