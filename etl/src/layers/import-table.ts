import type { Readable } from 'node:stream';
import type { PipelineContext } from '../pipeline.ts';
import type { TableDataset } from '../tables/table-dataset.ts';
import { isPublished } from './publication.ts';
import type { RawStore } from './raw-store.ts';
import { endRun, runTable, startRun, type TableReport } from './table-run.ts';

export interface TableDelivery {
  readonly dataset: TableDataset;
  readonly content: Readable;
  /** What the sender calls the file: shown to people, never used as a path. */
  readonly sourceName: string;
}

/**
 * Keeps a file as received and takes it to analytics. The same bytes again are noticed, and are a `no_op` at once.
 * @throws {SourceFileError} where the file cannot be read as a table
 */
export async function importTable(
  context: PipelineContext,
  store: RawStore,
  { dataset, content, sourceName }: TableDelivery,
): Promise<TableReport> {
  const snapshot = await store.receive(content, { dataset: dataset.key, userId: null, sourceName });
  if (!(await isPublished(context.pool, snapshot))) return runTable(context, dataset, snapshot, 'import');
  const run = await startRun(context, dataset, snapshot, 'import');
  return { run: await endRun(context, dataset, run, undefined), quality: undefined, examples: [] };
}
