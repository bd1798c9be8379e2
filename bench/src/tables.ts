import { datasets } from '@systole/catalog';
import type { Pool } from '@systole/service-kit';

/** Takes everything from all datasets, their rollups and the ledger. */
export async function emptyTables(pool: Pool): Promise<void> {
  const names = [...datasets.values()].flatMap(({ table, rollups }) => [
    ...rollups.map(({ view }) => view),
    table,
  ]);
  for (const name of names) await pool.query(`TRUNCATE ${name}`);
  await pool.query('TRUNCATE ops.coverage, ops.pipeline_runs CASCADE');
}
