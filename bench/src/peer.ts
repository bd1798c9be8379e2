import type { Pool } from '@systole/service-kit';
import type { TestDatabase } from '@systole/test-kit';
import { psql } from './other-processes.ts';

/** A hypertable like that of the readings, without the rollups that watch it: what `\copy` fills beside our imports. */
export async function createPeer(pool: Pool): Promise<void> {
  await pool.query(`CREATE TABLE peer (timestamp timestamptz NOT NULL, value double precision NOT NULL,
                                       user_id text NOT NULL, PRIMARY KEY (user_id, timestamp))`);
  await pool.query(`SELECT create_hypertable('peer', 'timestamp', chunk_time_interval => interval '7 days',
                                             create_default_indexes => false)`);
}

/** Seconds of one `\copy` into the empty peer, the start of psql (some 20 ms) included. */
export async function copySeconds(
  { pool, url }: TestDatabase,
  file: string,
  format: 'csv' | 'binary',
): Promise<number> {
  await pool.query('TRUNCATE peer');
  const started = performance.now();
  await psql(url, `\\copy peer FROM '${file}' WITH (FORMAT ${format})`);
  return (performance.now() - started) / 1_000;
}

/** Writes the rows of a CSV as binary COPY, in the order of the key, by way of the peer. */
export async function toBinary(database: TestDatabase, csv: string, binary: string): Promise<void> {
  await copySeconds(database, csv, 'csv');
  await psql(
    database.url,
    `\\copy (SELECT * FROM peer ORDER BY user_id, timestamp) TO '${binary}' WITH (FORMAT binary)`,
  );
}
