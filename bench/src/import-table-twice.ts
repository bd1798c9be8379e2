import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TableMeasurement } from './import-table-once.ts';

const execute = promisify(execFile);

/** Takes a file from raw to analytics, then the same file again, each in a process of its own, and prints both. */
export async function importTableTwice(url: string, dataset: string, file: string): Promise<void> {
  const measured: Record<string, TableMeasurement & { readonly rate: number }> = {};
  for (const name of ['first', 'the same again']) {
    const measurement = await importTableOnce(url, dataset, file);
    measured[name] = { ...measurement, rate: Math.round(measurement.rows / measurement.seconds) };
  }
  console.table(measured);
}

export async function importTableOnce(url: string, dataset: string, file: string): Promise<TableMeasurement> {
  const script = path.join(import.meta.dirname, 'import-table-once.ts');
  const { stdout } = await execute(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    script,
    url,
    dataset,
    file,
    path.join(path.dirname(file), 'raw'),
  ]);
  return JSON.parse(stdout) as TableMeasurement;
}
