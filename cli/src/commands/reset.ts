import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { dataDirectory } from '../environment.ts';
import { embeddedDirectory } from '../supervisor/embedded-directory.ts';
import { instanceLock } from '../supervisor/instance-lock.ts';
import { UsageError } from '../usage-error.ts';

export function addResetCommand(program: Command): void {
  program
    .command('reset')
    .summary('delete the embedded database and all that is in it')
    .description(
      'Deletes the embedded database with all readings in it; `systole up` then begins with an empty one. ' +
        'A server of DATABASE_URL is never touched.',
    )
    .option('-y, --yes', 'do not ask first')
    .addHelpText(
      'after',
      `
Examples:
  systole reset
  systole reset --yes

Exit codes:
  0  it is gone
  1  not confirmed
  2  the system is running, or there is no terminal to ask on`,
    )
    .action(reset);
}

async function reset({ yes = false }: { yes?: boolean }): Promise<void> {
  const running = instanceLock(dataDirectory()).owner;
  if (running !== undefined) {
    throw new UsageError(`Systole is running (pid ${running}). Stop it first: systole down`);
  }
  const directory = embeddedDirectory();
  if (!existsSync(directory)) {
    console.log(`There is nothing to delete: ${directory} does not exist.`);
    return;
  }
  if (!yes && !(await isConfirmed(directory))) {
    console.log('Nothing was deleted.');
    process.exitCode = 1;
    return;
  }
  await rm(directory, { recursive: true });
  console.log(`${directory} is deleted.`);
}

async function isConfirmed(directory: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('There is no terminal to ask on: systole reset --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Delete ${directory} with all readings in it? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
