import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ImportMeasurement } from './import-once.ts';

export const execute = promisify(execFile);

/** Runs one command in psql, such as a `\copy`. */
export async function psql(url: string, command: string): Promise<void> {
  await execute('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--command', command, url]);
}

/** Imports a file in a process of its own, whose memory and CPU are then the import's alone. */
export async function importOnce(url: string, format: string, file: string): Promise<ImportMeasurement> {
  const script = path.join(import.meta.dirname, 'import-once.ts');
  const { stdout } = await execute(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    script,
    url,
    format,
    file,
  ]);
  return JSON.parse(stdout) as ImportMeasurement;
}
