import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startProcess, type TestProcess } from '@systole/test-kit';
import { startDashboard, type TestDashboard } from './dashboard.ts';

export interface IngestedDashboard extends AsyncDisposable {
  readonly dashboard: TestDashboard;
  /** The service that fetches for `ada`. */
  readonly ingestion: TestProcess;
}

const DAY = 86_400_000;
const DAYS = 5;

/** Readings of two people, of which some lines are none: one is HTML, as somebody might try. */
const BROKEN_FILE = `Id,Time,Value
2022484408,4/12/2026 7:21:00 AM,97
2022484408,4/12/2026 7:21:05 AM,102
2022484408,4/12/2026 7:21:10 AM,<img src=x onerror=alert(1)>
2022484408,4/12/2026 7:22:05 AM,999
4020332650,4/12/2026 7:22:15 AM,70
4020332650,4/12/2026 7:22:20 AM,71
4020332650,4/12/2026 7:22:25 AM,72
`;

/** A dashboard over what ingestion and import have really left: five days of `ada` in Berlin, and a file with bad lines. */
export async function startIngestedDashboard(): Promise<IngestedDashboard> {
  const parts = new AsyncDisposableStack();
  try {
    const [simulatorPort, ingestionPort] = [await freePort(), await freePort()];
    const dashboard = parts.use(await startDashboard());
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
    const ingestion = parts.use(
      startProcess('ingestion-service/src/main.ts', {
        environment: {
          DATABASE_URL: dashboard.databaseUrl,
          USER_ID: 'ada',
          TIME_ZONE: 'Europe/Berlin',
          // At the start and when somebody asks; not in the middle of a test.
          SCHEDULE: '0 0 29 2 *',
          START_DATE: new Date(Date.now() - DAYS * DAY).toISOString().slice(0, 10),
          INGESTION_PORT: String(ingestionPort),
          GOOGLE_HEALTH_URL: source,
          GOOGLE_TOKEN_URL: `${source}/token`,
          GOOGLE_CLIENT_ID: 'demo-client',
          GOOGLE_CLIENT_SECRET: 'demo-secret',
          GOOGLE_REFRESH_TOKEN: 'demo-refresh-ada',
        },
      }),
    );
    await ingestion.printed(/ingestion done/);
    await importFile(dashboard.databaseUrl);
    return { dashboard, ingestion, [Symbol.asyncDispose]: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function importFile(databaseUrl: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'systole-test-'));
  const file = join(directory, 'heart.csv');
  await writeFile(file, BROKEN_FILE);
  const cli = startProcess('cli/src/main.ts', {
    arguments: ['import', 'fitabase-heart-rate', file],
    environment: { DATABASE_URL: databaseUrl },
  });
  const code = await cli.ended;
  await rm(directory, { recursive: true });
  if (code !== 0) throw new Error(`the import failed:\n${cli.output}`);
}
