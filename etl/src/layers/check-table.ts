import { SourceFile } from '../extractors/source-file.ts';
import { parseContext, type PipelineContext } from '../pipeline.ts';
import { assess, type QualityReport } from '../quality/quality-report.ts';
import type { Reject } from '../quality/reject.ts';
import type { TableDataset } from '../tables/table-dataset.ts';
import { readTable, TableTally } from './read-table.ts';

/** What the gates would find in a file, as far as the file alone says it. */
export interface TableCheck {
  readonly quality: QualityReport;
  /** The first rejects, as examples. */
  readonly examples: readonly Reject[];
}

/**
 * Reads a file and asks the gates, and neither keeps nor publishes anything. Asks no database: what only that could
 * tell, such as duplicates and what the rows refer to, stays without a value.
 * @throws {SourceFileError} where the file cannot be read as a table
 */
export async function checkTable(
  context: Pick<PipelineContext, 'now' | 'bookingYearsAhead' | 'signal'>,
  dataset: TableDataset,
  path: string,
): Promise<TableCheck> {
  const rules = parseContext(context);
  const tally = new TableTally(dataset);
  const sourceName = new SourceFile(path).name;
  const pieces = readTable(dataset, { path, sourceName }, rules, tally);
  while (!(await pieces.next()).done) context.signal?.throwIfAborted();
  const measurements = {
    ...tally.measurements,
    duplicates: undefined,
    previousRows: undefined,
    ageHours: undefined,
    counts: new Map<string, number>(),
    unreferenced: undefined,
  };
  return { quality: assess(dataset, null, measurements, rules.now), examples: tally.examples };
}
