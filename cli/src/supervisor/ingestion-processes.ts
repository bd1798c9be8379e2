import path from 'node:path';
import { dataDirectory, projectRoot } from '../environment.ts';
import type { UpConfiguration } from './configuration.ts';
import type { ProcessDeclaration } from './process-declaration.ts';

/** First day of the simulated people, where START_DATE does not say another. */
export const SIMULATED_SINCE = '2025-06-01';

/** The people of the simulator, each with a seed of its own and an ingestion process of its own. */
const USERS = [
  { id: 'user1', seed: 23, port: 'INGESTION_USER1_PORT' },
  { id: 'user2', seed: 37, port: 'INGESTION_USER2_PORT' },
] as const;

/** Whether there are credentials of real people; without, simulated ones are fetched. */
export function hasOwnSource({ GOOGLE_REFRESH_TOKEN }: UpConfiguration): boolean {
  return GOOGLE_REFRESH_TOKEN !== undefined;
}

/** What fetches readings and works on the other jobs, in the order of its start. */
export function ingestionProcesses(
  configuration: UpConfiguration,
  databaseUrl: string,
): readonly ProcessDeclaration[] {
  return hasOwnSource(configuration)
    ? fromOwnSource(configuration, databaseUrl)
    : fromSimulator(configuration, databaseUrl);
}

/**
 * Whom to fetch, from where and with what stays as the environment has it: with USER_ID or USER_IDS a process of
 * these users; without, GOOGLE_REFRESH_TOKEN names each user, and the worker fetches for them.
 */
function fromOwnSource(configuration: UpConfiguration, databaseUrl: string): ProcessDeclaration[] {
  const after = ['db-init'];
  const worker = {
    ...ingestionService('worker', 'WORKER_PORT', configuration, after),
    environment: workerEnvironment(configuration, databaseUrl, 'false'),
  };
  if (configuration.USER_ID === undefined && configuration.USER_IDS === undefined) return [worker];
  return [
    {
      ...ingestionService('ingestion', 'INGESTION_USER1_PORT', configuration, after),
      environment: commonEnvironment(databaseUrl, configuration.INGESTION_USER1_PORT),
    },
    { ...worker, environment: { ...worker.environment, GOOGLE_REFRESH_TOKEN: '' } },
  ];
}

function fromSimulator(configuration: UpConfiguration, databaseUrl: string): ProcessDeclaration[] {
  const origin = `http://127.0.0.1:${configuration.SIMULATOR_PORT}`;
  const source = {
    START_DATE: configuration.START_DATE ?? SIMULATED_SINCE,
    GOOGLE_HEALTH_URL: origin,
    GOOGLE_TOKEN_URL: `${origin}/token`,
    GOOGLE_CLIENT_ID: configuration.SIMULATOR_CLIENT_ID,
    GOOGLE_CLIENT_SECRET: configuration.SIMULATOR_CLIENT_SECRET,
  };
  const after = ['db-init', 'simulator'];
  return [
    {
      name: 'simulator',
      script: path.join(projectRoot, 'simulator/src/main.ts'),
      environment: {
        SIMULATOR_HOST: '127.0.0.1',
        SIMULATOR_PORT: String(configuration.SIMULATOR_PORT),
        SIMULATED_USERS: USERS.map(({ id, seed }) => `${id}:${seed}`).join(','),
        QUOTA_REQUESTS_PER_MINUTE: configuration.QUOTA_REQUESTS_PER_MINUTE,
      },
      after: [],
      readiness: { http: `${origin}/health/ready` },
      ports: [{ variable: 'SIMULATOR_PORT', port: configuration.SIMULATOR_PORT }],
    },
    ...USERS.map(({ id, port }): ProcessDeclaration => ({
      ...ingestionService(`ingest-${id}`, port, configuration, after),
      environment: {
        ...commonEnvironment(databaseUrl, configuration[port]),
        ...source,
        USER_ID: id,
        USER_IDS: '',
        GOOGLE_REFRESH_TOKEN: `demo-refresh-${id}`,
      },
    })),
    {
      ...ingestionService('worker', 'WORKER_PORT', configuration, after),
      environment: {
        ...workerEnvironment(configuration, databaseUrl, 'true'),
        ...source,
        GOOGLE_REFRESH_TOKEN: USERS.map(({ id }) => `${id}=demo-refresh-${id}`).join(','),
      },
    },
  ];
}

function ingestionService(
  name: string,
  variable: 'INGESTION_USER1_PORT' | 'INGESTION_USER2_PORT' | 'WORKER_PORT',
  configuration: UpConfiguration,
  after: readonly string[],
): Omit<ProcessDeclaration, 'environment'> {
  const port = configuration[variable];
  return {
    name,
    script: path.join(projectRoot, 'ingestion-service/src/main.ts'),
    after,
    readiness: { http: `http://127.0.0.1:${port}/health/ready` },
    ports: [{ variable, port }],
  };
}

function commonEnvironment(databaseUrl: string, port: number) {
  return { DATABASE_URL: databaseUrl, INGESTION_HOST: '127.0.0.1', INGESTION_PORT: String(port) };
}

/** Of the process that names no user, and so takes everybody's jobs. */
function workerEnvironment(configuration: UpConfiguration, databaseUrl: string, simulateReadings: string) {
  return {
    ...commonEnvironment(databaseUrl, configuration.WORKER_PORT),
    USER_ID: '',
    USER_IDS: '',
    CLINIC_DIRECTORY: path.join(dataDirectory(), 'clinic'),
    SIMULATE_READINGS: configuration.SIMULATE_READINGS ?? simulateReadings,
  };
}
