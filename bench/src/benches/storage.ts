import path from 'node:path';
import type { Pool } from '@systole/service-kit';
import type { Bench } from '../bench.ts';
import { ratio, whole } from '../figures.ts';
import { importOnce } from '../other-processes.ts';
import { SERIES_START_MS, writeSeries } from '../series-files.ts';
import { emptyTables } from '../tables.ts';

const DAY_MS = 86_400_000;
/** One reading in so many comes after the columnstore has its day already. */
const LATE = 100;

/** One user's readings before and after the columnstore, and what comes late into it. */
export const storage: Bench = {
  key: 'storage',
  title: 'Storage, and a backfill into the columnstore',
  run: async ({ database: { pool, url }, folder, scale, say }) => {
    const series = {
      users: ['user1'],
      rowsEach: Infinity,
      endMs: SERIES_START_MS + scale.storedDays * DAY_MS,
    };
    const [punctual, late] = [path.join(folder, 'punctual.csv'), path.join(folder, 'late.csv')];
    await writeSeries({ ...series, keeps: (index) => index % LATE !== 0 }, punctual);
    await writeSeries({ ...series, keeps: (index) => index % LATE === 0 }, late);
    await emptyTables(pool);
    say(`${scale.storedDays} days of one user`);
    const { rows } = await importOnce(url, 'fitabase-heart-rate', punctual);
    const before = await bytesOf(pool);
    say('into the columnstore');
    const compressed = await intoColumnstore(pool);
    const after = await bytesOf(pool);
    say('what comes late');
    const backfill = await importOnce(url, 'fitabase-heart-rate', late);
    const stillCompressed = await compressedChunks(pool);
    await intoColumnstore(pool);
    // As autovacuum does: what was taken out of the columnstore for a moment leaves room that is given back.
    await pool.query('VACUUM activities_heart_intraday');
    const afterBackfill = await bytesOf(pool);
    return {
      tables: [
        {
          title: `${whole(rows)} readings, ${compressed} chunks`,
          rows: [
            { state: 'rows, with the primary key', 'bytes a reading': (before / rows).toFixed(1) },
            { state: 'columnstore', 'bytes a reading': (after / rows).toFixed(2) },
            {
              state: `columnstore, with ${whole(backfill.inserted)} late ones`,
              'bytes a reading': (afterBackfill / (rows + backfill.inserted)).toFixed(2),
            },
          ],
        },
        {
          title: `Backfill: ${whole(backfill.inserted)} late readings, spread over all chunks in the columnstore`,
          rows: [
            {
              'rows/s': whole(backfill.rows / backfill.loadingSeconds),
              'refresh (ms)': whole(1_000 * backfill.summarisingSeconds),
              'chunks in the columnstore before': compressed,
              after: stillCompressed,
              'smaller than rows by': `${ratio(before, after)} ×`,
            },
          ],
        },
      ],
      goals: [
        {
          what: `storage in the columnstore, ${scale.storedDays} days of one user`,
          goal: '≤ 2 bytes a reading',
          measured: `${(after / rows).toFixed(2)} bytes`,
          isReached: after / rows <= 2,
        },
      ],
    };
  },
};

/** Table and indexes, in both forms. */
async function bytesOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    "SELECT hypertable_size('activities_heart_intraday') AS bytes",
  );
  return rows[0]?.bytes ?? NaN;
}

/** What the policy does once a chunk is older than the look-back, done for all chunks now. @returns how many */
async function intoColumnstore(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ chunk: string }>(
    "SELECT show_chunks('activities_heart_intraday')::text AS chunk",
  );
  for (const { chunk } of rows) await pool.query('SELECT compress_chunk($1::regclass)', [chunk]);
  return rows.length;
}

async function compressedChunks(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ chunks: number }>(
    `SELECT count(*) AS chunks FROM timescaledb_information.chunks
      WHERE hypertable_name = 'activities_heart_intraday' AND is_compressed`,
  );
  return rows[0]?.chunks ?? NaN;
}
