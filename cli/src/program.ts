import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addUpCommand } from './commands/up.ts';

/** The `systole` command with all its sub-commands. */
export function createProgram(): Command {
  const program = new Command('systole')
    .description('Health time series in TimescaleDB: run the system, import files, see what is there.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(`--help` shows what is possible)');
  addUpCommand(program);
  return program;
}
