import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildDashboard,
  freePort,
  startProcess,
  startTestDatabase,
  testLogger,
  type TestDatabase,
  type TestProcess,
} from '@systole/test-kit';
import { startStack } from '../src/stack/stack.ts';
import { hastenedConfiguration } from './hastened.ts';

const DAY_MS = 86_400_000;

/** A user whose data comes in all the time, and one whose wearable fell silent. */
export const FRESH = 'fresh';
export const STALE = 'stale';

/** The whole system with Debian's Prometheus and Alertmanager around it, whose times are shortened. */
export interface WatchedSystem extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly api: string;
  /** Writes the alerts that Alertmanager sends. */
  readonly alertLog: TestProcess;
  readonly ingestion: TestProcess;
  readonly faults: string;
  /** Asks Prometheus. @throws {Error} with what it says, if the query is wrong. */
  readonly ask: (expr: string) => Promise<readonly Sample[]>;
  readonly targets: () => Promise<readonly ScrapedTarget[]>;
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export interface ScrapedTarget {
  readonly labels: { readonly job: string };
  readonly health: string;
  readonly lastError: string;
}

export async function startWatchedSystem(): Promise<WatchedSystem> {
  await using opened = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'systole-monitoring-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  await buildDashboard();
  const database = opened.use(await startTestDatabase());
  const ports = await Promise.all(Array.from({ length: 10 }, freePort));
  const [
    simulator,
    fresh,
    stale,
    api,
    client,
    alerts,
    prometheus,
    alertmanager,
    nodeExporter,
    postgresExporter,
  ] = ports as [number, number, number, number, number, number, number, number, number, number];
  const local = (port: number) => `127.0.0.1:${port}`;

  opened.use(
    startProcess('simulator/src/main.ts', {
      environment: {
        SIMULATOR_PORT: String(simulator),
        SIMULATED_USERS: `${FRESH}:23,${STALE}:37`,
        SIMULATOR_FAULTS: 'true',
        QUOTA_REQUESTS_PER_MINUTE: '100000',
      },
    }),
  );
  const ingest = (user: string, port: number, environment: Readonly<Record<string, string>>) =>
    opened.use(
      startProcess('ingestion-service/src/main.ts', {
        environment: {
          DATABASE_URL: database.url,
          USER_ID: user,
          INGESTION_PORT: String(port),
          GOOGLE_HEALTH_URL: `http://${local(simulator)}`,
          GOOGLE_TOKEN_URL: `http://${local(simulator)}/token`,
          GOOGLE_CLIENT_ID: 'demo-client',
          GOOGLE_CLIENT_SECRET: 'demo-secret',
          GOOGLE_REFRESH_TOKEN: `demo-refresh-${user}`,
          ...environment,
        },
      }),
    );
  const startDate = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10);
  const ingestion = ingest(FRESH, fresh, {
    START_DATE: startDate,
    LOOKBACK_HOURS: '1',
    SCHEDULE: '*/3 * * * * *',
  });
  const finished = ingest(STALE, stale, { START_DATE: '2025-06-01', END_DATE: '2025-06-02' });
  await Promise.all([ingestion, finished].map((process) => process.printed(/ingestion done/)));

  const apiProcess = opened.use(
    startProcess('api/src/main.ts', {
      environment: { DATABASE_URL: database.url, API_PORT: String(api) },
    }),
  );
  const clientProcess = opened.use(
    startProcess('client/src/server/main.ts', {
      environment: { API_URL: `http://${local(api)}`, CLIENT_PORT: String(client) },
    }),
  );
  const alertLog = opened.use(
    startProcess('monitoring/src/alert-log/main.ts', {
      environment: { ALERT_LOG_PORT: String(alerts), LOG_FORMAT: 'pretty', NO_COLOR: '1' },
    }),
  );
  await Promise.all([
    apiProcess.printed(/listening/),
    clientProcess.printed(/the dashboard is served/),
    alertLog.printed(/alerts are logged here/),
  ]);

  opened.use(
    await startStack({
      configuration: await hastenedConfiguration(join(directory, 'configuration')),
      directory: join(directory, 'stack'),
      ports: { prometheus, alertmanager, nodeExporter, postgresExporter },
      databaseUrl: database.url,
      webhookUrl: `http://${local(alerts)}/alerts`,
      services: {
        api: [local(api)],
        ingestion: [local(fresh), local(stale)],
        simulator: [local(simulator)],
        client: [local(client)],
        'alert-log': [local(alerts)],
      },
      logger: testLogger,
    }),
  );

  const prometheusApi = async (path: string): Promise<unknown> => {
    const answer = await fetch(`http://${local(prometheus)}/api/v1/${path}`);
    const body = (await answer.json()) as { status: string; error?: string; data: unknown };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error ?? answer.status}`);
    return body.data;
  };
  const keep = opened.move();
  return {
    database,
    api: `http://${local(api)}`,
    alertLog,
    ingestion,
    faults: `http://${local(simulator)}/simulator/faults`,
    ask: async (expr) => {
      const data = await prometheusApi(`query?query=${encodeURIComponent(expr)}`);
      return (data as { result: Sample[] }).result;
    },
    targets: async () =>
      ((await prometheusApi('targets')) as { activeTargets: ScrapedTarget[] }).activeTargets,
    [Symbol.asyncDispose]: () => keep.disposeAsync().then(),
  };
}
