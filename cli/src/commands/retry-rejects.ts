import { retryRejects } from '@systole/etl';
import { EXIT } from '@systole/service-kit';
import type { Command } from 'commander';
import { withDatabase } from '../database/connection.ts';
import { readRun } from '../database/runs.ts';
import { tableContext } from '../import/context.ts';
import { openRawStore } from '../import/raw-store.ts';
import { summariseTable } from '../import/table-summary.ts';
import { formatQuantity } from '../terminal/format.ts';
import { wholeNumber } from '../terminal/whole-number.ts';

/** @param rejects the command that this one belongs to */
export function addRetryRejectsCommand(rejects: Command): void {
  rejects
    .command('retry')
    .summary('do the file of a run again')
    .description(
      'Does the kept file of a run again, by the rules and references of today. Rows that are good by now are taken, ' +
        'and marked as resolved.',
    )
    .argument('<run>', 'number of the run, as `systole runs` shows it', wholeNumber)
    .addHelpText(
      'after',
      `
Examples:
  systole rejects retry 12

Exit codes:
  0  done
  1  not done: a gate refused the file, its file was not kept, or the database failed
  2  no such run`,
    )
    .action(retry);
}

async function retry(runId: number): Promise<void> {
  const { run, report } = await withDatabase(async (database) => ({
    run: await readRun(database.pool, runId),
    report: await retryRejects(tableContext(database), openRawStore(database.pool), runId),
  }));
  console.log(summariseTable(run.sourceName, report));
  console.log(`  ${formatQuantity(report.resolved, 'reject')} of run ${runId} resolved`);
  if (report.run.status === 'failed') process.exitCode = EXIT.failure;
}
