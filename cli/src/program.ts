import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addAnalyseTrendsCommand } from './commands/analyse-trends.ts';
import { addDownCommand } from './commands/down.ts';
import { addImportCommand } from './commands/import.ts';
import { addIngestCommand } from './commands/ingest.ts';
import { addJobsCommand } from './commands/jobs.ts';
import { addLogsCommand } from './commands/logs.ts';
import { addRebuildCommand } from './commands/rebuild.ts';
import { addRejectsCommand } from './commands/rejects.ts';
import { addReportCommand } from './commands/report.ts';
import { addResetCommand } from './commands/reset.ts';
import { addRunCommand } from './commands/run.ts';
import { addRunsCommand } from './commands/runs.ts';
import { addSimulateReadingsCommand } from './commands/simulate-readings.ts';
import { addStatusCommand } from './commands/status.ts';
import { addUpCommand } from './commands/up.ts';

/** The `systole` command with all its sub-commands. */
export function createProgram(): Command {
  const program = new Command('systole')
    .description('Health time series in TimescaleDB: run the system, import files, see what is there.')
    .version(packageJson.version)
    .exitOverride()
    .helpCommand(false)
    .showHelpAfterError('(`--help` shows what is possible)')
    .addHelpText(
      'after',
      `
Variables, from the environment or from .env in the project's folder:
  DATABASE_URL  the TimescaleDB to use; the embedded one of \`systole up\` when not set
  NO_COLOR      no colours

Exit codes: 0 done, 1 failed, 2 wrong command or input. Each command's --help has its own.`,
    );

  program.commandsGroup('The system:');
  for (const add of [addUpCommand, addDownCommand, addLogsCommand, addResetCommand]) add(program);
  program.commandsGroup('Its jobs:');
  for (const add of [addJobsCommand, addRunCommand]) add(program);
  program.commandsGroup('Its data:');
  for (const add of [
    addImportCommand,
    addIngestCommand,
    addStatusCommand,
    addRunsCommand,
    addRejectsCommand,
    addRebuildCommand,
    addReportCommand,
    addSimulateReadingsCommand,
    addAnalyseTrendsCommand,
  ]) {
    add(program);
  }
  return program;
}
