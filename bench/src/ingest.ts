import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { Pool } from '@systole/service-kit';
import { datasetFile, startTestDatabase } from '@systole/test-kit';
import type { ImportMeasurement } from './import-once.ts';
import { measureNoOpRuns } from './no-op-runs.ts';
import { importOnce, psql } from './other-processes.ts';
import { median } from './statistics.ts';
import { emptyTables } from './tables.ts';

/**
 * Loading the real readings of eight people: `systole import` beside `psql \copy` of the same rows, as CSV and as
 * binary, into a table of the same shape, on the same server, in turns. TEST_DATABASE_URL names a native server;
 * without it, the embedded database is measured.
 */
const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(options.rounds);
const source = datasetFile('fitabase/heartrate_seconds_merged.apr-may.8users.csv.gz');
const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-bench-'));

await using database = await startTestDatabase();
try {
  const csv = path.join(folder, 'readings.csv');
  const binary = path.join(folder, 'readings.bin');
  await writePlainCsv(source, csv);
  await createPeer(database.pool);
  await psql(database.url, `\\copy peer FROM '${csv}' WITH (FORMAT csv)`);
  await psql(
    database.url,
    `\\copy (SELECT * FROM peer ORDER BY user_id, timestamp) TO '${binary}' WITH (FORMAT binary)`,
  );

  const csvRates: number[] = [];
  const binaryRates: number[] = [];
  const first: ImportMeasurement[] = [];
  const again: ImportMeasurement[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    await emptyTables(database.pool);
    first.push(await importOnce(database.url, 'fitabase-heart-rate', source));
    again.push(await importOnce(database.url, 'fitabase-heart-rate', source));
    const { rows } = first.at(-1) ?? { rows: 0 };
    csvRates.push(rows / (await copySeconds(`\\copy peer FROM '${csv}' WITH (FORMAT csv)`)));
    binaryRates.push(rows / (await copySeconds(`\\copy peer FROM '${binary}' WITH (FORMAT binary)`)));
  }

  const { rows: version } = await database.pool.query<{ version: string }>('SELECT version()');
  const peer = median(csvRates);
  const rate = (measurements: ImportMeasurement[], seconds: (m: ImportMeasurement) => number) =>
    median(measurements.map((m) => m.rows / seconds(m)));
  const line = (name: string, value: number) => ({
    name,
    'rows/s': Math.round(value),
    'of \\copy CSV': (value / peer).toFixed(2),
  });
  console.log(`\n${version[0]?.version ?? ''}\n${first[0]?.rows ?? 0} rows, medians of ${rounds} rounds\n`);
  console.table([
    line('psql \\copy, CSV', peer),
    line('psql \\copy, binary', median(binaryRates)),
    line(
      'import, loading alone',
      rate(first, (m) => m.loadingSeconds),
    ),
    line(
      'import, checking and loading',
      rate(first, (m) => m.checkingSeconds + m.loadingSeconds),
    ),
    line(
      'import with rollups',
      rate(first, (m) => m.checkingSeconds + m.loadingSeconds + m.summarisingSeconds),
    ),
    line(
      'the same file again',
      rate(again, (m) => m.checkingSeconds + m.loadingSeconds),
    ),
  ]);
  console.log(`CPU of the importing process: ${median(first.map((m) => m.cpuSeconds)).toFixed(2)} s`);
  console.log(
    `peak memory of the importing process: ${Math.max(...first.map((m) => m.peakMemoryMb)).toFixed(0)} MB\n`,
  );
  console.log('a run with nothing new, after histories of different length:');
  console.table(await measureNoOpRuns(database, rounds));
} finally {
  await rm(folder, { recursive: true });
}

/** Of one `\copy` into the empty peer, the start of psql (some 20 ms) included. */
async function copySeconds(command: string): Promise<number> {
  await database.pool.query('TRUNCATE peer');
  const started = performance.now();
  await psql(database.url, command);
  return (performance.now() - started) / 1_000;
}

/** A hypertable like that of the readings, without the rollups that watch it. */
async function createPeer(pool: Pool): Promise<void> {
  await pool.query(`CREATE TABLE peer (timestamp timestamptz NOT NULL, value double precision NOT NULL,
                                       user_id text NOT NULL, PRIMARY KEY (user_id, timestamp))`);
  await pool.query(`SELECT create_hypertable('peer', 'timestamp', chunk_time_interval => interval '7 days',
                                             create_default_indexes => false)`);
}

/** `timestamp,value,user_id`: what `\copy` is to be fed with. */
async function writePlainCsv(from: string, to: string): Promise<void> {
  const output = createWriteStream(to);
  let isHeader = true;
  for await (const line of readline.createInterface({ input: createReadStream(from).pipe(createGunzip()) })) {
    const [user = '', time = '', value = ''] = line.split(',');
    if (!isHeader && !output.write(`${time} UTC,${value},${user}\n`)) {
      await once(output, 'drain');
    }
    isHeader = false;
  }
  await new Promise<void>((resolve) => {
    output.end(() => {
      resolve();
    });
  });
}
