import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetFile, freePort, startProcess, type TestProcess } from '@systole/test-kit';
import { startDashboard, type TestDashboard } from './dashboard.ts';
import { runCli } from './run-cli.ts';

export interface WorkingDashboard extends AsyncDisposable {
  readonly dashboard: TestDashboard;
  /** Where files of patients and of readings are put to be taken in. */
  readonly clinicDirectory: string;
  /** Starts a worker that takes everybody's jobs; it writes made-up readings every hour. */
  readonly startWorker: () => Promise<TestProcess>;
}

const DAY = 86_400_000;

/** A dashboard over jobs that a real worker does: `ada` is fetched from the simulator, and a clinic has patients. */
export async function startWorkingDashboard(): Promise<WorkingDashboard> {
  const parts = new AsyncDisposableStack();
  try {
    const clinicDirectory = await mkdtemp(path.join(tmpdir(), 'systole-test-'));
    parts.defer(() => rm(clinicDirectory, { recursive: true, force: true }));
    const dashboard = parts.use(await startDashboard());
    await runCli(['import', 'patients', datasetFile('seed-inputs/patients.json')], {
      DATABASE_URL: dashboard.databaseUrl,
      DATA_DIRECTORY: clinicDirectory,
    });
    const simulatorPort = await freePort();
    const simulator = parts.use(
      startProcess('simulator/src/main.ts', {
        environment: {
          SIMULATOR_PORT: String(simulatorPort),
          SIMULATED_USERS: 'ada:23:Europe/Berlin',
          QUOTA_REQUESTS_PER_MINUTE: '100000',
        },
      }),
    );
    await simulator.printed(/the simulator answers/);
    const source = `http://127.0.0.1:${simulatorPort}`;
    const startWorker = async () => {
      const worker = startProcess('ingestion-service/src/main.ts', {
        environment: {
          DATABASE_URL: dashboard.databaseUrl,
          INGESTION_PORT: '0',
          CLINIC_DIRECTORY: clinicDirectory,
          SIMULATE_READINGS: 'true',
          START_DATE: new Date(Date.now() - 2 * DAY).toISOString().slice(0, 10),
          TIME_ZONE: 'Europe/Berlin',
          GOOGLE_HEALTH_URL: source,
          GOOGLE_TOKEN_URL: `${source}/token`,
          GOOGLE_CLIENT_ID: 'demo-client',
          GOOGLE_CLIENT_SECRET: 'demo-secret',
          GOOGLE_REFRESH_TOKEN: 'ada=demo-refresh-ada',
        },
      });
      await worker.printed(/at work/);
      return worker;
    };
    return { dashboard, clinicDirectory, startWorker, [Symbol.asyncDispose]: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}
