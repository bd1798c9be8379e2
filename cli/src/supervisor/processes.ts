import { existsSync } from 'node:fs';
import path from 'node:path';
import { embeddedDatabaseUrl } from '../database/database-url.ts';
import { dataDirectory, projectRoot } from '../environment.ts';
import type { UpConfiguration } from './configuration.ts';
import { embeddedDirectory } from './embedded-directory.ts';
import type { DeclaredPort, ProcessDeclaration } from './process-declaration.ts';

/** The people of the simulator, each with a seed of its own and an ingestion process of its own. */
const USERS = [
  { id: 'user1', seed: 23, port: 'INGESTION_USER1_PORT' },
  { id: 'user2', seed: 37, port: 'INGESTION_USER2_PORT' },
] as const;

/** The dashboard's pages are the one thing that is built; `make up` does so. */
export function isDashboardBuilt(): boolean {
  return existsSync(path.join(projectRoot, 'client/dist/index.html'));
}

type PortVariable = Extract<keyof UpConfiguration, `${string}_PORT`>;

/** Everything that `systole up` runs, in the order of its start. A further service is a further entry. */
export function processesOf(configuration: UpConfiguration): readonly ProcessDeclaration[] {
  const main = (room: string) => path.join(projectRoot, room, 'src/main.ts');
  const ports = (variable: PortVariable): readonly DeclaredPort[] => [
    { variable, port: configuration[variable] },
  ];
  const ready = (variable: PortVariable) => ({
    http: `http://127.0.0.1:${configuration[variable]}/health/ready`,
  });
  const databaseUrl =
    configuration.DATABASE_URL ??
    embeddedDatabaseUrl(configuration.DATABASE_PORT, configuration.DATABASE_PASSWORD);
  const simulator = `http://127.0.0.1:${configuration.SIMULATOR_PORT}`;

  const embeddedDatabase: ProcessDeclaration = {
    name: 'database',
    script: main('embedded-database'),
    environment: {
      DATABASE_DIRECTORY: embeddedDirectory(),
      DATABASE_HOST: '127.0.0.1',
      DATABASE_PORT: String(configuration.DATABASE_PORT),
    },
    after: [],
    readiness: { tcp: configuration.DATABASE_PORT },
    ports: ports('DATABASE_PORT'),
  };

  // Of those that work on jobs: one for each user, and one that takes everybody's.
  const ingestion = {
    DATABASE_URL: databaseUrl,
    USER_ID: '',
    USER_IDS: '',
    START_DATE: configuration.START_DATE,
    INGESTION_HOST: '127.0.0.1',
    GOOGLE_HEALTH_URL: simulator,
    GOOGLE_TOKEN_URL: `${simulator}/token`,
    GOOGLE_CLIENT_ID: configuration.SIMULATOR_CLIENT_ID,
    GOOGLE_CLIENT_SECRET: configuration.SIMULATOR_CLIENT_SECRET,
  };

  const api = `http://127.0.0.1:${configuration.API_PORT}`;
  const dashboard: ProcessDeclaration = {
    name: 'dashboard',
    script: path.join(projectRoot, 'client/src/server/main.ts'),
    environment: { CLIENT_HOST: '127.0.0.1', CLIENT_PORT: String(configuration.CLIENT_PORT), API_URL: api },
    after: ['api'],
    readiness: ready('CLIENT_PORT'),
    ports: ports('CLIENT_PORT'),
  };

  return [
    ...(configuration.DATABASE_URL === undefined ? [embeddedDatabase] : []),
    {
      name: 'simulator',
      script: main('simulator'),
      environment: {
        SIMULATOR_HOST: '127.0.0.1',
        SIMULATOR_PORT: String(configuration.SIMULATOR_PORT),
        SIMULATED_USERS: USERS.map(({ id, seed }) => `${id}:${seed}`).join(','),
        QUOTA_REQUESTS_PER_MINUTE: configuration.QUOTA_REQUESTS_PER_MINUTE,
      },
      after: [],
      readiness: ready('SIMULATOR_PORT'),
      ports: ports('SIMULATOR_PORT'),
    },
    {
      name: 'db-init',
      script: main('db-init-service'),
      environment: { DATABASE_URL: databaseUrl },
      after: configuration.DATABASE_URL === undefined ? ['database'] : [],
      readiness: 'exit',
      ports: [],
    },
    ...USERS.map(({ id, port }): ProcessDeclaration => ({
      name: `ingest-${id}`,
      script: main('ingestion-service'),
      environment: {
        ...ingestion,
        USER_ID: id,
        INGESTION_PORT: String(configuration[port]),
        GOOGLE_REFRESH_TOKEN: `demo-refresh-${id}`,
      },
      after: ['db-init', 'simulator'],
      readiness: ready(port),
      ports: ports(port),
    })),
    {
      name: 'worker',
      script: main('ingestion-service'),
      environment: {
        ...ingestion,
        INGESTION_PORT: String(configuration.WORKER_PORT),
        GOOGLE_REFRESH_TOKEN: USERS.map(({ id }) => `${id}=demo-refresh-${id}`).join(','),
        CLINIC_DIRECTORY: path.join(dataDirectory(), 'clinic'),
        SIMULATE_READINGS: configuration.SIMULATE_READINGS,
      },
      after: ['db-init', 'simulator'],
      readiness: ready('WORKER_PORT'),
      ports: ports('WORKER_PORT'),
    },
    {
      name: 'api',
      script: main('api'),
      environment: {
        DATABASE_URL: databaseUrl,
        API_HOST: '127.0.0.1',
        API_PORT: String(configuration.API_PORT),
        RAW_DIRECTORY: path.join(dataDirectory(), 'raw'),
      },
      after: ['db-init'],
      readiness: ready('API_PORT'),
      ports: ports('API_PORT'),
    },
    ...(isDashboardBuilt() ? [dashboard] : []),
  ];
}
