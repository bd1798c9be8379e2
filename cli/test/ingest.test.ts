import { listen } from '@systole/service-kit';
import { createSimulator } from '@systole/simulator';
import { startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { runSystole } from './run-systole.ts';

const USERS = [
  { id: 'user1', seed: 23 },
  { id: 'user2', seed: 37 },
];

const NO_SOURCE = {
  USER_ID: '',
  USER_IDS: '',
  GOOGLE_CLIENT_ID: '',
  GOOGLE_CLIENT_SECRET: '',
  GOOGLE_REFRESH_TOKEN: '',
};

describe('systole ingest', async () => {
  const database = await startTestDatabase();
  afterAll(() => database[Symbol.asyncDispose]());
  const { app } = createSimulator({ users: USERS, quotaPerMinute: 100_000 });
  const simulator = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'SIMULATOR_PORT' });
  afterAll(() => simulator.close(0));

  const environment = {
    DATABASE_URL: database.url,
    USER_ID: '',
    USER_IDS: 'user1,user2',
    GOOGLE_HEALTH_URL: simulator.url,
    GOOGLE_TOKEN_URL: `${simulator.url}/token`,
    GOOGLE_CLIENT_ID: 'demo-client',
    GOOGLE_CLIENT_SECRET: 'demo-secret',
    GOOGLE_REFRESH_TOKEN: 'demo-refresh-user1,demo-refresh-user2',
  };
  const ingest = (...args: readonly string[]) =>
    runSystole(['ingest', '--start', '2025-06-01', '--end', '2025-06-02', ...args], environment);
  const usersThere = async () => {
    const { rows } = await database.pool.query<{ user_id: string }>(
      'SELECT DISTINCT user_id FROM activities_heart_intraday ORDER BY user_id',
    );
    return rows.map(({ user_id }) => user_id);
  };

  it('fetches the days that are asked for, of the users that are asked for', async () => {
    const { code, stdout } = await ingest('--user', 'user2');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^user2 {2}activities_heart_intraday {2}success \(run \d+\) {2}[\d,]+ inserted, 0 updated/m,
    );
    expect(await usersThere()).toEqual(['user2']);
    const { rows } = await database.pool.query(
      `SELECT DISTINCT "timestamp"::date::text AS day FROM activities_heart_intraday ORDER BY day`,
    );
    expect(rows).toEqual([{ day: '2025-06-01' }, { day: '2025-06-02' }]);
  });

  it('fetches all configured users where none is named, and everything again with --full', async () => {
    expect((await ingest()).code).toBe(0);
    expect(await usersThere()).toEqual(['user1', 'user2']);
    const { code, stdout } = await ingest('--full');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^user1 {2}activities_heart_intraday {2}no_op .* 0 inserted, 0 updated, [\d,]{5,} unchanged/m,
    );
  });

  it('exits with 1 and the reason where the source refuses', async () => {
    const { code, stdout } = await runSystole(['ingest', '--start', '2025-06-01', '--end', '2025-06-03'], {
      ...environment,
      GOOGLE_REFRESH_TOKEN: 'demo-refresh-user1,nonsense',
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^user1 .*success/m);
    expect(stdout).toMatch(/^user2 {2}activities_heart_intraday {2}failed .*: .+/m);
  });

  it('exits with 2 for a user whom the configuration does not name', async () => {
    const { code, stderr } = await ingest('--user', 'user3');
    expect(code).toBe(2);
    expect(stderr).toContain(`USER_ID or USER_IDS does not name 'user3'.`);
  });

  it('exits with 2 and all that is missing, before it connects to anything', async () => {
    const { code, stderr } = await runSystole(['ingest', '--user', 'a', '--start', 'yesterday'], NO_SOURCE);
    expect(code).toBe(2);
    expect(stderr).toContain('START_DATE: must be a date like 2025-06-29 (it is "yesterday")');
    expect(stderr).toContain('GOOGLE_CLIENT_ID: must be set');
    expect(stderr).toContain('GOOGLE_REFRESH_TOKEN: must be set');
  });
});
