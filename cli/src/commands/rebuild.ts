import { rebuildTable, tableDatasets } from '@systole/etl';
import { EXIT } from '@systole/service-kit';
import type { Command } from 'commander';
import { withDatabase } from '../database/connection.ts';
import { tableContext } from '../import/context.ts';
import { openRawStore } from '../import/raw-store.ts';
import { summariseRun } from '../import/table-summary.ts';
import { UsageError } from '../usage-error.ts';

export function addRebuildCommand(program: Command): void {
  program
    .command('rebuild')
    .summary('make the tables of a dataset anew from the files that were kept')
    .description(
      'Takes every file of the dataset that was published through the rules of today, and replaces its tables in ' +
        'one transaction: readers see them as they were until they are whole again.',
    )
    .argument('<dataset>', [...tableDatasets.keys()].join(', '))
    .addHelpText(
      'after',
      `
Examples:
  systole rebuild patient_visits

Exit codes:
  0  rebuilt, or nothing was published yet
  1  not rebuilt: a gate refused a file, or the database failed; the tables stay as they were
  2  no such dataset`,
    )
    .action(rebuild);
}

async function rebuild(key: string): Promise<void> {
  const dataset = tableDatasets.get(key);
  if (!dataset) {
    throw new UsageError(`There is no dataset '${key}'. There are: ${[...tableDatasets.keys()].join(', ')}`);
  }
  const reports = await withDatabase((database) =>
    rebuildTable(tableContext(database), openRawStore(database.pool), dataset),
  );
  if (reports.length === 0) console.log(`Nothing of ${key} was published yet.`);
  for (const report of reports) console.log(summariseRun(`run ${report.runId}`, report));
  if (reports.some(({ status }) => status === 'failed')) process.exitCode = EXIT.failure;
}
