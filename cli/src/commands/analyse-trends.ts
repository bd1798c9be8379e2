import { analyseTrends } from '@systole/etl';
import { EXIT } from '@systole/service-kit';
import { InvalidArgumentError, type Command } from 'commander';
import pc from 'picocolors';
import { withDatabase } from '../database/connection.ts';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { formatDuration, formatQuantity } from '../terminal/format.ts';
import { Interruption } from '../terminal/interruption.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { wholeNumber } from '../terminal/whole-number.ts';

interface TrendsOptions {
  readonly until?: Date;
  readonly days?: number;
  readonly leastPoints?: number;
}

export function addAnalyseTrendsCommand(program: Command): void {
  program
    .command('analyse-trends')
    .summary('judge where the readings of patients go')
    .description(
      'Judges the readings of every patient within a window and writes the table biometric_trends, which ' +
        'GET /patients/{id}/trends shows.',
    )
    .option('--until <instant>', 'end of the window (default: now)', instant)
    .option('--days <count>', 'length of the window (default: 30)', wholeNumber)
    .option('--least-points <count>', 'readings without which nothing is said (default: 5)', wholeNumber)
    .addHelpText(
      'after',
      `
Examples:
  systole analyse-trends
  systole analyse-trends --until 2025-07-01T00:00:00Z --days 90

Exit codes:
  0    written
  1    the database failed
  130  interrupted`,
    )
    .action(async ({ until = new Date(), days, leastPoints }: TrendsOptions) => {
      using interruption = new Interruption('Stopping after the patients in hand.');
      const { signal } = interruption;
      const run = await withDatabase((database) =>
        analyseTrends({ ...database, signal }, { trigger: 'manual', until, windowDays: days, leastPoints }),
      );
      console.log(
        `${styleStatus(run.status, run.status)}: run ${run.runId}, ` +
          `${formatQuantity(run.inserted + run.updated, 'trend')} in ${formatDuration(run.seconds)}`,
      );
      if (run.error !== null) console.log(`  ${pc.red(escapeControlCharacters(run.error))}`);
      if (run.status === 'failed') process.exitCode = interruption.exitCode ?? EXIT.failure;
    });
}

function instant(text: string): Date {
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('It must be an instant with its offset, like 2025-07-01T00:00:00Z.');
  }
  return new Date(text);
}
