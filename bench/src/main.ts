import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Pool } from '@systole/service-kit';
import { startTestDatabase } from '@systole/test-kit';
import type { BenchContext } from './bench.ts';
import { benches } from './benches.ts';
import { createPeer } from './peer.ts';
import { describeMachine, goalRows, toMarkdown, type BenchReport, type Machine } from './report.ts';
import { SCALES } from './scale.ts';
import { stopPolicies } from './tables.ts';

const USAGE = `Measures Systole beside the limits of the database: make bench, make bench-quick

  --quick         small sizes, about two minutes
  --only a,b      some benches: ${[...benches.keys()].join(', ')}
  --output DIR    where report.json and report.md go; data/bench when not given

DATABASE_URL names a TimescaleDB server and a role that may create databases: a database of the bench's own is made
there and dropped at the end. Without it, the embedded database is measured. psql and pgbench must be installed.`;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    output: { type: 'string', default: 'data/bench' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit();
}
const keys = options.only?.split(',') ?? [...benches.keys()];
const unknown = keys.filter((key) => !benches.has(key));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}\n\n${USAGE}`);
  process.exit(2);
}

const scale = SCALES[options.quick ? 'quick' : 'full'];
const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-bench-'));
await using database = await startTestDatabase(process.env['DATABASE_URL']);
try {
  await createPeer(database.pool);
  await stopPolicies(database.pool);
  const machine = describeMachine(await describeDatabase(database.pool));
  const reports: BenchReport[] = [];
  for (const key of keys) {
    const bench = benches.get(key);
    if (!bench) continue;
    const { title } = bench;
    const context: BenchContext = {
      database,
      folder,
      scale,
      say: (text) => process.stderr.write(`${key}: ${text}\n`),
    };
    const started = performance.now();
    const result = await bench.run(context);
    reports.push({ key, title, seconds: (performance.now() - started) / 1_000, ...result });
    console.log(`\n${title}`);
    for (const table of result.tables) {
      console.log(table.title);
      console.table(table.rows);
    }
  }
  console.log('Goals');
  console.table(goalRows(reports.flatMap(({ goals }) => goals)));
  const report = { scale: scale.name, machine, benches: reports };
  await mkdir(options.output, { recursive: true });
  await writeFile(path.join(options.output, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(path.join(options.output, 'report.md'), toMarkdown(report));
  console.log(`Written to ${path.join(options.output, 'report.json')} and report.md.`);
} finally {
  await rm(folder, { recursive: true });
}

async function describeDatabase(
  pool: Pool,
): Promise<Pick<Machine, 'postgresql' | 'timescaledb' | 'settings'>> {
  const { rows } = await pool.query<{ postgresql: string; timescaledb: string }>(
    `SELECT split_part(version(), ' on ', 1) AS postgresql,
            (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescaledb`,
  );
  const { rows: settings } = await pool.query<{ name: string; value: string }>(
    `SELECT name, current_setting(name) AS value FROM pg_settings
      WHERE name IN ('shared_buffers', 'work_mem', 'max_wal_size', 'synchronous_commit', 'fsync') ORDER BY name`,
  );
  return {
    postgresql: rows[0]?.postgresql ?? '',
    timescaledb: rows[0]?.timescaledb ?? '',
    settings: Object.fromEntries(settings.map(({ name, value }) => [name, value])),
  };
}
