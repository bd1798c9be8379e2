import pc from 'picocolors';
import type { UpConfiguration } from './configuration.ts';
import { isDashboardBuilt } from './processes.ts';

/** What a newcomer wants to know once everything runs. */
export function banner(configuration: UpConfiguration, seconds: number): string {
  const { API_PORT, CLIENT_PORT, SIMULATOR_PORT, DATABASE_URL, DATABASE_PORT, START_DATE } = configuration;
  const api = `http://localhost:${API_PORT}`;
  const places = [
    ['dashboard', isDashboardBuilt() ? `http://localhost:${CLIENT_PORT}` : 'not built: `make up` builds it'],
    ['API', api],
    ['its documentation', `${api}/docs`],
    ['simulated source', `http://localhost:${SIMULATOR_PORT}`],
    [
      'database',
      DATABASE_URL === undefined
        ? `psql -h localhost -p ${DATABASE_PORT} -U systole systole`
        : 'the server of DATABASE_URL',
    ],
  ] as const;
  const nextDay = new Date(Date.parse(`${START_DATE}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const query = `start_date=${START_DATE}&end_date=${nextDay}&user_id=user1&metric=activities_heart_intraday`;
  const lines = [
    pc.bold(pc.green(`Systole is up`)) + pc.dim(` after ${seconds.toFixed(1)} s`),
    '',
    ...places.map(([what, where]) => `${what.padEnd(18)} ${pc.cyan(where)}`),
    '',
    `The data of user1 and user2 since ${START_DATE} is coming in. Try, in another terminal:`,
    '',
    `  ${pc.bold('npx systole status')}`,
    `  ${pc.bold(`curl "${api}/timeseries?${query}"`)}`,
    '',
    pc.dim('Ctrl-C stops everything.'),
  ];
  return `\n${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`;
}
