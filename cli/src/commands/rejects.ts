import type { Command } from 'commander';
import { withDatabase } from '../database/connection.ts';
import { readRejects } from '../database/rejects.ts';
import { readRun } from '../database/runs.ts';
import { formatCount } from '../terminal/format.ts';
import { renderRejects } from '../terminal/reject-table.ts';
import { wholeNumber } from '../terminal/whole-number.ts';
import { addRetryRejectsCommand } from './retry-rejects.ts';

export function addRejectsCommand(program: Command): void {
  const command = program
    .command('rejects')
    .summary('rows of a run that were not taken, and why')
    .description(
      'Lists the rows that a run rejected: where each stood, the rule it broke, and its raw value.',
    )
    .argument('<run>', 'number of the run, as `systole runs` shows it', wholeNumber)
    .option('-n, --limit <count>', 'how many', wholeNumber, 50)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  systole rejects 12
  systole rejects 12 --limit 1000 --json
  systole rejects retry 12

Exit codes:
  0  shown
  1  the database does not answer
  2  no such run`,
    )
    .action(rejects);
  addRetryRejectsCommand(command);
}

async function rejects(
  runId: number,
  { limit, json = false }: { limit: number; json?: boolean },
): Promise<void> {
  const { run, found } = await withDatabase(async ({ pool }) => ({
    run: await readRun(pool, runId),
    found: await readRejects(pool, runId, limit),
  }));
  if (json) {
    console.log(JSON.stringify(found, undefined, 2));
    return;
  }
  if (run.rejected === 0) {
    console.log(`Run ${runId} rejected nothing.`);
    return;
  }
  if (found.length > 0) console.log(renderRejects(found));
  if (found.length < run.rejected) {
    const reason =
      found.length < limit ? 'the others were not kept, or a later run met them again' : '--limit shows more';
    console.log(`\n${formatCount(found.length)} of ${formatCount(run.rejected)} rejects: ${reason}.`);
  }
}
