import pc from 'picocolors';
import type { UpConfiguration } from './configuration.ts';
import { hasOwnSource, SIMULATED_SINCE } from './ingestion-processes.ts';
import { isDashboardBuilt } from './processes.ts';

/** What a newcomer wants to know once everything runs. */
export function banner(configuration: UpConfiguration, seconds: number): string {
  const { API_PORT, CLIENT_PORT, DATABASE_URL, DATABASE_PORT } = configuration;
  const api = `http://localhost:${API_PORT}`;
  const places = [
    ['dashboard', isDashboardBuilt() ? `http://localhost:${CLIENT_PORT}` : 'not built: `make up` builds it'],
    ['API', api],
    ['its documentation', `${api}/docs`],
    sourceOf(configuration),
    [
      'database',
      DATABASE_URL === undefined
        ? `psql -h localhost -p ${DATABASE_PORT} -U systole systole`
        : 'the server of DATABASE_URL',
    ],
  ] as const;
  const lines = [
    pc.bold(pc.green(`Systole is up`)) + pc.dim(` after ${seconds.toFixed(1)} s`),
    '',
    ...places.map(([what, where]) => `${what.padEnd(18)} ${pc.cyan(where)}`),
    '',
    ...whatComesIn(configuration, api),
    '',
    pc.dim('Ctrl-C stops everything.'),
  ];
  return `\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`;
}

function sourceOf(configuration: UpConfiguration) {
  return hasOwnSource(configuration)
    ? (['source', configuration.GOOGLE_HEALTH_URL ?? 'the Google Health API'] as const)
    : (['simulated source', `http://localhost:${configuration.SIMULATOR_PORT}`] as const);
}

function whatComesIn(configuration: UpConfiguration, api: string): readonly string[] {
  const status = `  ${pc.bold('npx systole status')}`;
  if (hasOwnSource(configuration)) {
    return ['Data is coming in. See how much, in another terminal:', '', status];
  }
  const { START_DATE = SIMULATED_SINCE } = configuration;
  const nextDay = new Date(Date.parse(`${START_DATE}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const query = `start_date=${START_DATE}&end_date=${nextDay}&user_id=user1&metric=activities_heart_intraday`;
  return [
    `The data of user1 and user2 since ${START_DATE} is coming in. Try, in another terminal:`,
    '',
    status,
    `  ${pc.bold(`curl "${api}/timeseries?${query}"`)}`,
  ];
}
