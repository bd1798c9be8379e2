import { datasets } from '@systole/catalog';
import type { Pool } from '@systole/service-kit';

/** Heart rates of users: what most benches load. */
export const READINGS = 'activities_heart_intraday';

/** Policies of the server would work beside what is measured, at moments of their own. */
export async function stopPolicies(pool: Pool): Promise<void> {
  await pool.query(
    'SELECT alter_job(job_id, scheduled => false) FROM timescaledb_information.jobs WHERE hypertable_name IS NOT NULL',
  );
}

/** Does what the policy does once chunks are older than the look-back. @returns seconds */
export async function intoColumnstore(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ job: number }>(
    `SELECT job_id AS job FROM timescaledb_information.jobs
      WHERE hypertable_name = '${READINGS}' AND proc_name = 'policy_compression'`,
  );
  const started = performance.now();
  for (const { job } of rows) await pool.query('CALL run_job($1)', [job]);
  return (performance.now() - started) / 1_000;
}

/** Of the readings, in bytes: rows, columnstore and indexes. */
export async function sizeOfReadings(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(`SELECT hypertable_size('${READINGS}') AS bytes`);
  return rows[0]?.bytes ?? NaN;
}

/** Takes everything from all datasets, their rollups and the ledger. */
export async function emptyTables(pool: Pool): Promise<void> {
  const names = [...datasets.values()].flatMap(({ table, rollups }) => [
    ...rollups.map(({ view }) => view),
    table,
  ]);
  for (const name of names) await pool.query(`TRUNCATE ${name}`);
  await pool.query('TRUNCATE ops.coverage, ops.pipeline_runs CASCADE');
}
