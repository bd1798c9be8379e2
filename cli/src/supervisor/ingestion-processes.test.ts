import { describe, expect, it } from 'vitest';
import { readUpConfiguration } from './configuration.ts';
import { ingestionProcesses } from './ingestion-processes.ts';

const processes = (environment: Readonly<Record<string, string>>) =>
  ingestionProcesses(readUpConfiguration(environment), 'postgres://systole@127.0.0.1:5432/systole');

const CREDENTIALS = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret' };

describe('what fetches under `systole up`', () => {
  it('fetches simulated people where nobody real is known', () => {
    const started = processes({ ...CREDENTIALS, USER_ID: 'anna' });
    expect(started.map(({ name }) => name)).toEqual(['simulator', 'ingest-user1', 'ingest-user2', 'worker']);
    for (const { environment } of started.slice(1)) {
      expect(environment).toMatchObject({
        GOOGLE_HEALTH_URL: 'http://127.0.0.1:8090',
        GOOGLE_CLIENT_ID: 'demo-client',
        START_DATE: '2025-06-01',
      });
    }
    expect(started.at(-1)?.environment).toMatchObject({ SIMULATE_READINGS: 'true' });
  });

  it('fetches the users that are named, and leaves all of their variables to their process', () => {
    const [ingestion, worker, ...others] = processes({
      ...CREDENTIALS,
      USER_IDS: 'anna,ben',
      GOOGLE_REFRESH_TOKEN: '1//a,1//b',
    });
    expect(others).toEqual([]);
    expect(Object.keys(ingestion?.environment ?? {}).toSorted()).toEqual([
      'DATABASE_URL',
      'INGESTION_HOST',
      'INGESTION_PORT',
    ]);
    // It serves everybody, and would take the tokens for those of nobody.
    expect(worker?.environment).toMatchObject({ USER_ID: '', USER_IDS: '', GOOGLE_REFRESH_TOKEN: '' });
  });

  it('leaves users that only the tokens name to the worker', () => {
    const started = processes({ ...CREDENTIALS, GOOGLE_REFRESH_TOKEN: 'anna=1//a' });
    expect(started.map(({ name }) => name)).toEqual(['worker']);
    expect(started[0]?.environment).not.toHaveProperty('GOOGLE_REFRESH_TOKEN');
    expect(started[0]?.after).toEqual(['db-init']);
  });

  it('puts no made-up readings among real ones, unless asked to', () => {
    const readings = (environment: Readonly<Record<string, string>>) =>
      processes({ GOOGLE_REFRESH_TOKEN: 'anna=1//a', ...environment }).at(-1)?.environment[
        'SIMULATE_READINGS'
      ];
    expect(readings({})).toBe('false');
    expect(readings({ SIMULATE_READINGS: 'true' })).toBe('true');
  });
});
