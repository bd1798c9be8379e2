import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { dataDirectory } from '../environment.ts';
import { instanceLock } from '../supervisor/instance-lock.ts';

/** `up` gives each of its processes 15 s to end. */
const LONGEST_WAIT_MS = 120_000;

export function addDownCommand(program: Command): void {
  program
    .command('down')
    .summary('stop what `systole up` runs')
    .description('Stops a running `systole up`, also one in another terminal, and waits until it is gone.')
    .addHelpText(
      'after',
      `
Exit codes:
  0  nothing runs any more
  1  it did not end within ${LONGEST_WAIT_MS / 60_000} minutes`,
    )
    .action(down);
}

async function down(): Promise<void> {
  const directory = dataDirectory();
  const lock = instanceLock(directory);
  const pid = lock.owner;
  if (pid === undefined) {
    console.log('Systole is not running.');
    return;
  }
  process.kill(pid, 'SIGTERM');
  console.log(`Stopping Systole (pid ${pid}) …`);
  const deadline = performance.now() + LONGEST_WAIT_MS;
  while (lock.isTaken) {
    if (performance.now() > deadline) {
      throw new Error(`Systole (pid ${pid}) has not ended. Look at \`systole logs\`.`);
    }
    await sleep(100);
  }
  console.log('Stopped.');
}
