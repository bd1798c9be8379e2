import { retryTransient, SystoleError } from '@systole/service-kit';
import type { Run, RunReport } from '../ledger/runs.ts';
import type { PipelineContext } from '../pipeline.ts';
import { explainFailure } from '../quality/quality-report.ts';
import type { TableDataset } from '../tables/table-dataset.ts';
import { republish, type Publication } from './publication.ts';
import type { RawStore, Snapshot } from './raw-store.ts';
import { endRun, prepare, retries, startRun } from './table-run.ts';

/**
 * Makes the tables of a dataset anew from all snapshots that are published (of one whose files replace all: the last),
 * by the rules of today. Readers see the
 * tables as they were until they are whole again; where a gate refuses a snapshot, they stay as they were.
 * @returns a report for each snapshot, in the order in which they were published
 */
export async function rebuildTable(
  context: PipelineContext,
  store: RawStore,
  dataset: TableDataset,
): Promise<readonly RunReport[]> {
  const steps: { readonly snapshot: Snapshot; readonly run: Run }[] = [];
  let failure: unknown;
  const published = await store.published(dataset.key);
  for (const snapshot of dataset.precedence === 'replacement' ? published.slice(-1) : published) {
    steps.push({ snapshot, run: await startRun(context, dataset, snapshot, 'manual') });
  }
  try {
    await retryTransient(
      'rebuilding',
      async () => {
        const publications: Publication[] = [];
        for (const { snapshot, run } of steps) {
          const { publication } = await prepare(context, dataset, snapshot, run.runId, undefined);
          if (!publication.report.passed) {
            throw new SystoleError(
              'terminal',
              `${snapshot.sourceName}: ${explainFailure(publication.report)}`,
            );
          }
          publications.push(publication);
        }
        await republish(context.pool, dataset, publications);
      },
      retries(context),
    );
  } catch (error) {
    failure = error;
  }
  const reports: RunReport[] = [];
  for (const { run } of steps) reports.push(await endRun(context, dataset, run, failure));
  return reports;
}
