import { repairRollups, type PipelineContext } from '@systole/etl';
import { deleteOldRuns, type Work } from '@systole/jobs';
import { inTransaction, type Logger, type Pool } from '@systole/service-kit';
import type { SharedConfiguration } from '../configuration.ts';

/** What keeps the database in order: on every server what runs left behind, and where no policies run, their work. */
export function maintenance(context: PipelineContext, configuration: SharedConfiguration): Work {
  return async ({ logger, signal }) => {
    const { pool, features } = context;
    await repairRollups({ ...context, logger });
    const forgotten = await deleteOldRuns(pool, configuration.JOB_RUNS_KEPT_DAYS);
    if (forgotten > 0) logger.info('old runs of jobs are forgotten', { runs: forgotten });
    if (features.embedded) await runDuePolicies(pool, logger, signal);
  };
}

interface DueChunk {
  readonly chunk: string;
}

/**
 * Does what the policies of TimescaleDB would do, where there are no background workers to run them: moves chunks to
 * the columnstore, and drops those that are past their retention. Reads the policies' own settings, so that both kinds
 * of server follow the same. One chunk at a time: the embedded database has one backend, and others wait in between.
 */
export async function runDuePolicies(pool: Pool, logger: Logger, signal?: AbortSignal): Promise<void> {
  await pool.query(
    `SELECT drop_chunks(format('%I.%I', hypertable_schema, hypertable_name)::regclass,
                        older_than => (config ->> 'drop_after')::interval)
       FROM timescaledb_information.jobs WHERE proc_name = 'policy_retention'`,
  );
  const { rows } = await pool.query<DueChunk>(
    `SELECT format('%I.%I', chunk_schema, chunk_name) AS chunk
       FROM timescaledb_information.chunks JOIN timescaledb_information.jobs USING (hypertable_schema, hypertable_name)
      WHERE proc_name IN ('policy_compression', 'policy_columnstore')
        AND (NOT is_compressed OR 'PARTIAL' = ANY (
              _timescaledb_functions.chunk_status_text(format('%I.%I', chunk_schema, chunk_name)::regclass)))
        AND range_end < now() - (config ->> 'compress_after')::interval
      ORDER BY range_end`,
  );
  for (const { chunk } of rows) {
    signal?.throwIfAborted();
    // Made anew where rows came late: compressing those alone would leave the room they took, and nothing vacuums here.
    await inTransaction(pool, async (client) => {
      await client.query('SELECT decompress_chunk($1::regclass, if_compressed => true)', [chunk]);
      await client.query('SELECT compress_chunk($1::regclass)', [chunk]);
    });
  }
  if (rows.length > 0) logger.info('chunks moved to the columnstore', { chunks: rows.length });
}
