import { usersOf, type PipelineContext } from '@systole/etl';
import { describeError } from '@systole/service-kit';
import type { IngestionConfiguration } from './configuration.ts';
import { ingest } from './work/ingestion.ts';
import { runDuePolicies } from './work/maintenance.ts';

/** Users who are brought up to date at the same time. */
const CONCURRENT_USERS = 4;

/**
 * Brings every user up to date here and now, without the queue: for who starts it by a clock of their own.
 * @throws {Error} where any run failed
 */
export async function ingestOnce(
  context: PipelineContext,
  configuration: IngestionConfiguration,
): Promise<void> {
  const { logger, pool, features, signal } = context;
  const waiting = [...usersOf(configuration)];
  let failed = 0;
  const worker = async () => {
    for (let user = waiting.shift(); user !== undefined && signal?.aborted !== true; user = waiting.shift()) {
      try {
        const reports = await ingest(context, configuration, user, 'manual');
        failed += reports.filter(({ status }) => status === 'failed').length;
      } catch (error) {
        failed += 1;
        logger.error('ingestion could not be carried out', { user, error: describeError(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_USERS }, worker));
  if (features.embedded && signal?.aborted !== true) await runDuePolicies(pool, logger, signal);
  if (failed > 0) throw new Error(`${failed} runs failed; the log says why`);
}
