import type { Pool } from './postgres.ts';

/** What differs between the servers Systole runs on. */
export interface ServerFeatures {
  /** The WebAssembly build: one backend for all connections, no background workers, no statement time-out. */
  readonly embedded: boolean;
  /** Whether refresh_continuous_aggregate takes `options`; without `buckets_per_batch => 0` it is up to 75 times slower. */
  readonly refreshOptions: boolean;
  readonly timescaledbVersion: string;
}

/** Asks the server once; see FINDINGS in docs/architecture.md for why each matters. */
export async function detectServerFeatures(pool: Pool): Promise<ServerFeatures> {
  const { rows } = await pool.query<{ embedded: boolean; refresh_options: boolean; version: string | null }>(`
    SELECT version() ~ '(emcc|Emscripten)' AS embedded,
           EXISTS (SELECT FROM pg_proc
                    WHERE proname = 'refresh_continuous_aggregate' AND 'options' = ANY (proargnames)) AS refresh_options,
           (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS version`);
  const row = rows[0];
  return {
    embedded: row?.embedded ?? false,
    refreshOptions: row?.refresh_options ?? false,
    timescaledbVersion: row?.version ?? 'not installed',
  };
}
