import type { PoolClient } from '@systole/service-kit';

/**
 * Has the server keep statistics of statements, for the dashboard of the database. Only where it has loaded the library
 * and this role may do so: nothing else depends on it.
 * @returns what was done, for the log
 */
export async function enableStatementStatistics(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ wanted: boolean }>(`
    SELECT installed_version IS NULL
           AND current_setting('shared_preload_libraries') ~ '\\mpg_stat_statements\\M'
           AND current_setting('is_superuser') = 'on' AS wanted
      FROM pg_available_extensions WHERE name = 'pg_stat_statements'`);
  if (rows[0]?.wanted !== true) return [];
  await client.query('CREATE EXTENSION pg_stat_statements');
  return ['extension pg_stat_statements'];
}
