import type { Readable } from 'node:stream';
import type { PipelineContext } from '../pipeline.ts';
import type { TableDataset } from '../tables/table-dataset.ts';
import { isPublished } from './publication.ts';
import type { RawStore, Snapshot } from './raw-store.ts';
import { endRun, runTable, startRun, type TableReport } from './table-run.ts';

export interface TableDelivery {
  readonly dataset: TableDataset;
  readonly content: Readable;
  /** Whose it is, where the dataset has an owner. */
  readonly userId: string | null;
  /** What the sender calls the file: shown to people, never used as a path. */
  readonly sourceName: string;
}

export type ImportedTable = TableReport & { readonly snapshot: Snapshot };

/**
 * Keeps a file as received and takes it to analytics. The same bytes again are noticed, and are a `no_op` at once.
 * @throws {SourceFileError} where the file cannot be read as a table
 */
export async function importTable(
  context: PipelineContext,
  store: RawStore,
  { dataset, content, userId, sourceName }: TableDelivery,
): Promise<ImportedTable> {
  if ((dataset.owner === 'user') !== (userId !== null)) throw new Error('the owner of the file is not clear');
  const snapshot = await store.receive(content, { dataset: dataset.key, userId, sourceName });
  if (await isPublished(context.pool, dataset, snapshot)) {
    const run = await startRun(context, dataset, snapshot, 'import');
    const report = await endRun(context, dataset, run, undefined);
    return { snapshot, run: report, quality: undefined, published: undefined, examples: [] };
  }
  return { snapshot, ...(await runTable(context, dataset, snapshot, 'import')) };
}
