import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startTestDatabase } from '@systole/test-kit';
import { importTableTwice } from './import-table-twice.ts';
import { writeVisits } from './visits-file.ts';

/**
 * A file of visits from raw to analytics, then the same file again. TEST_DATABASE_URL names a native server; without
 * it, the embedded database is measured.
 */
const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-bench-'));
await using database = await startTestDatabase();
try {
  const file = path.join(folder, 'visits.csv');
  await writeVisits(file, Number(options.rows));
  await importTableTwice(database.url, 'patient_visits', file);
} finally {
  await rm(folder, { recursive: true });
}
