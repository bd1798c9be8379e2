import { detectServerFeatures, type Pool } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import type { Observer } from '../src/observer.ts';
import type { PipelineContext } from '../src/pipeline.ts';

/** What pipelines run in, over a test's database. */
export async function pipelineContext(pool: Pool, observer: Observer = {}): Promise<PipelineContext> {
  return { pool, features: await detectServerFeatures(pool), logger: testLogger, observer };
}
