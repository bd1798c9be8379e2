import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addDownCommand } from './commands/down.ts';
import { addLogsCommand } from './commands/logs.ts';
import { addResetCommand } from './commands/reset.ts';
import { addStatusCommand } from './commands/status.ts';
import { addUpCommand } from './commands/up.ts';

/** The `systole` command with all its sub-commands. */
export function createProgram(): Command {
  const program = new Command('systole')
    .description('Health time series in TimescaleDB: run the system, import files, see what is there.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(`--help` shows what is possible)');
  for (const add of [addUpCommand, addDownCommand, addLogsCommand, addResetCommand, addStatusCommand])
    add(program);
  return program;
}
