import type { Command } from 'commander';
import { dataDirectory } from '../environment.ts';
import { banner } from '../supervisor/banner.ts';
import { readUpConfiguration } from '../supervisor/configuration.ts';
import { instanceLock } from '../supervisor/instance-lock.ts';
import { LogOutput } from '../supervisor/log-output.ts';
import { assertPortsFree } from '../supervisor/ports.ts';
import { processesOf } from '../supervisor/processes.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { UsageError } from '../usage-error.ts';

/**
 * npx and timeout pass a signal on that the whole group has had already. Taken for a second Ctrl-C, it would kill what
 * is to stop in order.
 */
const ECHO_MS = 500;

export function addUpCommand(program: Command): void {
  program
    .command('up')
    .summary('start everything, without Docker')
    .description(
      'Starts the database, the simulated source, one ingestion process each for user1 and user2 and one for all other jobs, ' +
        'the API and the dashboard, and keeps them running until Ctrl-C. Their logs are shown here and kept in data/logs/.\n\n' +
        'With DATABASE_URL set, that TimescaleDB is used and the embedded one is not started. With GOOGLE_REFRESH_TOKEN ' +
        'set, real people are fetched and the simulated source is not started (README, "Your own data").',
    )
    .addHelpText(
      'after',
      `
Examples:
  systole up
  API_PORT=8010 systole up
  DATABASE_URL=postgres://me:secret@db.example:5432/systole systole up

Exit codes:
  0  stopped by Ctrl-C or \`systole down\`
  1  a part failed for good
  2  a taken port, a wrong variable, or it is running already`,
    )
    .action(async () => {
      process.exitCode = await up();
    });
}

async function up(): Promise<number> {
  const configuration = readUpConfiguration();
  const directory = dataDirectory();
  const lock = instanceLock(directory);
  const taken = lock.take();
  if (!taken) {
    throw new UsageError(
      `Systole is running already (pid ${lock.owner ?? 'unknown'}). Stop it with \`systole down\`.`,
    );
  }
  try {
    const processes = processesOf(configuration);
    await assertPortsFree(processes.flatMap(({ ports }) => ports));
    const names = processes.map(({ name }) => name);
    const output = new LogOutput(names, directory, (text) => process.stdout.write(text));
    process.env['LOG_FORMAT'] = 'pretty';
    const supervisor = new Supervisor(processes, {
      output,
      onAllReady: (seconds) => process.stdout.write(banner(configuration, seconds)),
    });
    let lastSignalAt = -Infinity;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        const isEcho = performance.now() - lastSignalAt < ECHO_MS;
        lastSignalAt = performance.now();
        if (!isEcho) supervisor.stop(`${signal}: stopping everything, in reverse order`);
      });
    }
    // Whoever watched is gone, as with `systole up | head`.
    process.stdout.once('error', () => {
      process.stdout.on('error', () => undefined);
      supervisor.stop('nobody reads standard output any more: stopping everything');
    });
    output.say(`starting ${names.join(', ')}`);
    const exitCode = await supervisor.run();
    output.close();
    return exitCode;
  } finally {
    taken[Symbol.dispose]();
  }
}
