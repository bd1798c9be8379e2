import path from 'node:path';
import type { Pool } from '@systole/service-kit';
import type { Bench, Goal } from '../bench.ts';
import { ratio, whole } from '../figures.ts';
import { importOnce } from '../other-processes.ts';
import { SERIES_START_MS, writeSeries } from '../series-files.ts';
import { READINGS, emptyTables, intoColumnstore, sizeOfReadings } from '../tables.ts';

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
    const asRows = (await sizeOfReadings(pool)) / rows;
    say('into the columnstore');
    await intoColumnstore(pool);
    const stored = (await sizeOfReadings(pool)) / rows;
    const chunks = await compressedChunks(pool);
    say('what comes late');
    const backfill = await importOnce(url, 'fitabase-heart-rate', late);
    const stillCompressed = await compressedChunks(pool);
    const again = await intoColumnstore(pool);
    // As autovacuum does: what was taken out of the columnstore for a moment leaves room that is given back.
    await pool.query(`VACUUM ${READINGS}`);
    const withLate = (await sizeOfReadings(pool)) / (rows + backfill.inserted);
    say('the same at regular distances');
    const regular = await storedAtRegularDistances(pool);
    return {
      tables: [
        {
          title: `${whole(rows)} readings, ${chunks} chunks`,
          rows: [
            { state: 'rows, with the primary key', 'bytes a reading': asRows.toFixed(1) },
            { state: 'columnstore', 'bytes a reading': stored.toFixed(2) },
            {
              state: `columnstore, with ${whole(backfill.inserted)} late ones`,
              'bytes a reading': withLate.toFixed(2),
            },
            { state: 'columnstore, a reading every 5 seconds', 'bytes a reading': regular.toFixed(2) },
          ],
        },
        {
          title: `Backfill: ${whole(backfill.inserted)} late readings, spread over all chunks in the columnstore`,
          rows: [
            {
              'rows/s': whole(backfill.rows / backfill.loadingSeconds),
              'refresh (ms)': whole(1_000 * backfill.summarisingSeconds),
              'chunks in the columnstore before': chunks,
              after: stillCompressed,
              'policy, for what came late (s)': again.toFixed(1),
              'smaller than rows by': `${ratio(asRows, stored)} ×`,
            },
          ],
        },
      ],
      goals: [
        goal(`${scale.storedDays} days of one simulated user`, stored),
        goal('the same at regular distances', regular),
      ],
    };
  },
};

function goal(what: string, bytes: number): Goal {
  return {
    what: `storage in the columnstore, ${what}`,
    goal: '≤ 2 bytes a reading',
    measured: `${bytes.toFixed(2)} bytes`,
    isReached: bytes <= 2,
  };
}

/** Bytes a reading, where the same values come every five seconds on the dot, as from a clinic's monitor. */
async function storedAtRegularDistances(pool: Pool): Promise<number> {
  await pool.query(
    `CREATE TABLE regular AS
     SELECT min(timestamp) OVER () + (row_number() OVER (ORDER BY timestamp) - 1) * interval '5 seconds' AS timestamp,
            value, user_id
       FROM ${READINGS}`,
  );
  await emptyTables(pool);
  const { rowCount } = await pool.query(
    `INSERT INTO ${READINGS} (timestamp, value, user_id) SELECT timestamp, value, user_id FROM regular`,
  );
  await pool.query('DROP TABLE regular');
  await intoColumnstore(pool);
  return (await sizeOfReadings(pool)) / (rowCount ?? NaN);
}

async function compressedChunks(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ chunks: number }>(
    `SELECT count(*) AS chunks FROM timescaledb_information.chunks
      WHERE hypertable_name = '${READINGS}' AND is_compressed`,
  );
  return rows[0]?.chunks ?? NaN;
}
