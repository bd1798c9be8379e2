import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ImportMeasurement } from './import-once.ts';

export const execute = promisify(execFile);

/** Runs one command in psql, such as a `\copy`. */
export async function psql(url: string, command: string): Promise<void> {
  await execute('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--command', command, url]);
}

/** Runs one of the scripts beside this file in a process of its own, and reads the JSON that it prints. */
export async function runScript<Result>(
  script: string,
  given: readonly string[],
  flags: readonly string[] = [],
): Promise<Result> {
  const { stdout } = await execute(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    ...flags,
    path.join(import.meta.dirname, script),
    ...given,
  ]);
  return JSON.parse(stdout) as Result;
}

/** What the `systole` command adds to Node's own settings. */
export const COMMAND_FLAGS = ['--max-semi-space-size=2'];

/** Imports a file in a process of its own, whose memory and CPU are then the import's alone. */
export function importOnce(url: string, format: string, file: string): Promise<ImportMeasurement> {
  return runScript<ImportMeasurement>('import-once.ts', [url, format, file], COMMAND_FLAGS);
}
