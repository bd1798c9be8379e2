import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { dataDirectory } from '../environment.ts';
import { SUPERVISOR } from '../supervisor/log-output.ts';
import { followFile, lastLines } from '../terminal/tail.ts';
import { wholeNumber } from '../terminal/whole-number.ts';
import { UsageError } from '../usage-error.ts';

export function addLogsCommand(program: Command): void {
  program
    .command('logs')
    .summary('show the logs of `systole up`')
    .description('Shows the newest log lines of all processes, or of one.')
    .argument('[process]', 'one process, such as api or database; all without it')
    .option('-f, --follow', 'go on showing what comes, until Ctrl-C')
    .option('-n, --lines <count>', 'how many lines to show', wholeNumber, 200)
    .addHelpText(
      'after',
      `
Examples:
  systole logs
  systole logs api --follow
  systole logs ingest-user1 -n 1000

Exit codes:
  0  shown
  2  no such process, or nothing was logged yet`,
    )
    .action(logs);
}

async function logs(
  name: string | undefined,
  { follow = false, lines }: { follow?: boolean; lines: number },
): Promise<void> {
  const directory = path.join(dataDirectory(), 'logs');
  const file = path.join(directory, `${name ?? SUPERVISOR}.log`);
  const known = existsSync(directory)
    ? readdirSync(directory).flatMap((entry) => /^([\w-]+)\.log$/.exec(entry)?.[1] ?? [])
    : [];
  if (known.length === 0) throw new UsageError('Nothing was logged yet. Start the system with `systole up`.');
  if (!known.includes(name ?? SUPERVISOR)) {
    throw new UsageError(`There is no log of '${name ?? ''}'. There are: ${known.join(', ')}`);
  }
  const { text, end: length } = await lastLines(file, lines);
  process.stdout.write(text);
  if (!follow) return;
  const ended = new AbortController();
  const end = () => {
    ended.abort();
  };
  process.once('SIGINT', end);
  // Nobody reads any more.
  process.stdout.once('error', end);
  await followFile(file, length, (more) => process.stdout.write(more), ended.signal);
}
