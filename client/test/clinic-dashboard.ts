import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetFile } from '@systole/test-kit';
import { startDashboard, type TestDashboard } from './dashboard.ts';
import { runCli } from './run-cli.ts';

export interface ClinicDashboard extends AsyncDisposable {
  readonly dashboard: TestDashboard;
  /** Runs the `systole` command on the same database. */
  readonly systole: (...given: string[]) => Promise<void>;
  /** Imports the text of a CSV of readings. */
  readonly importReadings: (csv: string) => Promise<void>;
}

/** A dashboard over what a clinic has really sent: patients, their readings, and two days of simulated ones. */
export async function startClinicDashboard(): Promise<ClinicDashboard> {
  const parts = new AsyncDisposableStack();
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'systole-test-'));
    parts.defer(() => rm(folder, { recursive: true, force: true }));
    const rawDirectory = path.join(folder, 'raw');
    const dashboard = parts.use(await startDashboard({ RAW_DIRECTORY: rawDirectory }));
    const systole = (...given: string[]) =>
      runCli(given, {
        DATABASE_URL: dashboard.databaseUrl,
        RAW_DIRECTORY: rawDirectory,
        DATA_DIRECTORY: folder,
      });
    await systole('import', 'patients', datasetFile('seed-inputs/patients.json'));
    await systole('import', 'biometrics', datasetFile('seed-inputs/biometrics.csv'));
    const simulated = path.join(folder, 'simulated');
    await systole('simulate-readings', '--hours', '48', '--folder', simulated);
    const files = await readdir(simulated);
    await systole('import', 'biometrics', ...files.map((file) => path.join(simulated, file)));
    await systole('analyse-trends');
    const importReadings = async (csv: string) => {
      const file = path.join(folder, 'biometrics.csv');
      await writeFile(file, csv);
      await systole('import', 'biometrics', file);
    };
    return { dashboard, systole, importReadings, [Symbol.asyncDispose]: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}
