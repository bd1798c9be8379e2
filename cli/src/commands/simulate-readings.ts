import path from 'node:path';
import { writeSimulatedReadings } from '@systole/etl';
import type { Command } from 'commander';
import { withDatabase } from '../database/connection.ts';
import { dataDirectory } from '../environment.ts';
import { formatQuantity } from '../terminal/format.ts';
import { Interruption } from '../terminal/interruption.ts';
import { wholeNumber } from '../terminal/whole-number.ts';

interface SimulateOptions {
  readonly folder?: string;
  readonly seed: number;
  readonly hours: number;
}

export function addSimulateReadingsCommand(program: Command): void {
  program
    .command('simulate-readings')
    .summary('write made-up readings of the patients as CSV files')
    .description(
      'Writes one CSV for each hour that is over, with readings of every patient there is, from the hour after the ' +
        'newest file on. `systole import biometrics` loads them. The same seed gives the same readings.',
    )
    .option('--folder <folder>', 'where the files are (default: data/simulated)')
    .option('--seed <number>', 'another number gives other readings', wholeNumber, 1)
    .option('--hours <count>', 'how many hours before now an empty folder begins with', wholeNumber, 24)
    .addHelpText(
      'after',
      `
Examples:
  systole simulate-readings --hours 720
  systole import biometrics data/simulated/biometrics_*.csv

Exit codes:
  0    written, or nothing to write
  1    the database does not answer, or the folder cannot be written to
  130  interrupted (143 by SIGTERM); the same command goes on from there`,
    )
    .action(async ({ folder = path.join(dataDirectory(), 'simulated'), seed, hours }: SimulateOptions) => {
      using interruption = new Interruption('Stopping after the file in hand.');
      try {
        const { signal } = interruption;
        const files = await withDatabase(({ pool }) =>
          writeSimulatedReadings(pool, { folder, seed, hours, now: new Date(), signal }),
        );
        console.log(`${formatQuantity(files.length, 'file')} written to ${folder}`);
      } catch (error) {
        if (interruption.exitCode === undefined) throw error;
        process.exitCode = interruption.exitCode;
      }
    });
}
