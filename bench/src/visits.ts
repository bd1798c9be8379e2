import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { startTestDatabase } from '@systole/test-kit';
import type { VisitsMeasurement } from './import-visits-once.ts';
import { writeVisits } from './visits-file.ts';

/**
 * A file of visits from raw to analytics, then the same file again. TEST_DATABASE_URL names a native server; without
 * it, the embedded database is measured.
 */
const execute = promisify(execFile);
const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-bench-'));
await using database = await startTestDatabase();
try {
  const file = path.join(folder, 'visits.csv');
  await writeVisits(file, Number(options.rows));
  const measured: Record<string, VisitsMeasurement & { readonly rate: number }> = {};
  for (const name of ['first', 'the same again']) {
    const script = path.join(import.meta.dirname, 'import-visits-once.ts');
    const { stdout } = await execute(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      script,
      database.url,
      file,
      path.join(folder, 'raw'),
    ]);
    const measurement = JSON.parse(stdout) as VisitsMeasurement;
    measured[name] = { ...measurement, rate: Math.round(measurement.rows / measurement.seconds) };
  }
  console.table(measured);
} finally {
  await rm(folder, { recursive: true });
}
