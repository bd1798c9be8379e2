import { SourceFileError } from '@systole/etl';
import { ConfigurationError, describeError, EXIT, PortTakenError } from '@systole/service-kit';
import { CommanderError } from 'commander';
import pc from 'picocolors';
import { loadEnvironmentFile } from './environment.ts';
import { createProgram } from './program.ts';
import { escapeControlCharacters } from './terminal/escape.ts';
import { UsageError } from './usage-error.ts';

const USAGE_ERRORS = [UsageError, ConfigurationError, PortTakenError, SourceFileError];

// Whoever reads what is printed, like `head`, may have enough: the work goes on, and that is no failure of it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
loadEnvironmentFile();
// Loggers, and the processes of `up`, colour their lines unless they are told not to.
if (!pc.isColorSupported) process.env['NO_COLOR'] = '1';
try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has written its message, or the help that was asked for.
    process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.usage;
  } else {
    const isUsage = USAGE_ERRORS.some((kind) => error instanceof kind);
    const message = isUsage && error instanceof Error ? error.message : describeError(error);
    // It may quote what stood in a file or in the database.
    const lines = message.split('\n').map((line) => pc.red(escapeControlCharacters(line)));
    process.stderr.write(`${lines.join('\n')}\n`);
    process.exitCode = isUsage ? EXIT.usage : EXIT.failure;
  }
}
