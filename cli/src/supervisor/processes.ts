import { existsSync } from 'node:fs';
import path from 'node:path';
import { embeddedDatabaseUrl } from '../database/database-url.ts';
import { dataDirectory, projectRoot } from '../environment.ts';
import type { UpConfiguration } from './configuration.ts';
import { embeddedDirectory } from './embedded-directory.ts';
import { ingestionProcesses } from './ingestion-processes.ts';
import type { DeclaredPort, ProcessDeclaration } from './process-declaration.ts';

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
      name: 'db-init',
      script: main('db-init-service'),
      environment: { DATABASE_URL: databaseUrl },
      after: configuration.DATABASE_URL === undefined ? ['database'] : [],
      readiness: 'exit',
      ports: [],
    },
    ...ingestionProcesses(configuration, databaseUrl),
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
