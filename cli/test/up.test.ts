import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listen } from '@systole/service-kit';
import { createSimulator } from '@systole/simulator';
import { freePort } from '@systole/test-kit';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pressControlC, runSystole, startSystole, type RunningSystole } from './run-systole.ts';
import { isAlive } from './supervisor-journal.ts';

const PORTS = [
  'DATABASE_PORT',
  'SIMULATOR_PORT',
  'INGESTION_USER1_PORT',
  'INGESTION_USER2_PORT',
  'WORKER_PORT',
  'API_PORT',
  'CLIENT_PORT',
];

let environment: Record<string, string>;
let dataDirectory: string;
let up: RunningSystole | undefined;

beforeEach(async () => {
  up = undefined;
  dataDirectory = mkdtempSync(path.join(tmpdir(), 'systole-up-'));
  // A day of history: enough to see that data comes in.
  const startDate = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  environment = {
    DATA_DIRECTORY: dataDirectory,
    DATABASE_DIRECTORY: '',
    DATABASE_URL: '',
    GOOGLE_REFRESH_TOKEN: '',
    START_DATE: startDate,
  };
  for (const name of PORTS) environment[name] = String(await freePort());
});

afterEach(async () => {
  if (up?.process.exitCode === null) {
    pressControlC(up);
    await up.ended;
  }
  rmSync(dataDirectory, { recursive: true });
});

async function startUp(): Promise<RunningSystole> {
  const started = startSystole(['up'], environment);
  up = started;
  // It fails with all that was printed, which says what was waited for.
  await vi.waitFor(
    () => {
      expect(started.printed()).toContain('Systole is up');
    },
    { timeout: 40_000, interval: 100 },
  );
  return started;
}

const api = () => `http://127.0.0.1:${environment['API_PORT'] ?? ''}`;

describe('systole up', () => {
  it('runs everything from nothing, and systole down ends it', async () => {
    const running = await startUp();
    await vi.waitFor(
      async () => {
        const { stdout } = await runSystole(['status', '--json'], environment);
        const statuses = JSON.parse(stdout) as { userId: string; dataset: string; rows: number }[];
        const loaded = statuses
          .filter(({ rows }) => rows > 0)
          .map(({ userId, dataset }) => `${userId} ${dataset}`);
        expect(loaded).toContain('user1 activities_heart_intraday');
        expect(loaded).toContain('user2 activities_heart_intraday');
      },
      { timeout: 60_000, interval: 500 },
    );
    const answer = await fetch(
      `${api()}/timeseries?start_date=${environment['START_DATE'] ?? ''}&end_date=${environment['START_DATE'] ?? ''}` +
        '&user_id=user1&metric=activities_heart_intraday',
    );
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { data: unknown[] }).data.length).toBeGreaterThan(0);

    const second = await runSystole(['up'], environment);
    expect(second.code).toBe(2);
    const pid = /Systole is running already \(pid (\d+)\)/.exec(second.stderr)?.[1];
    expect(isAlive(Number(pid))).toBe(true);

    const reset = await runSystole(['reset', '--yes'], environment);
    expect(reset.code).toBe(2);
    expect(reset.stderr).toContain(`Systole is running (pid ${pid ?? ''}). Stop it first`);

    const logs = await runSystole(['logs', 'api'], environment);
    expect(logs.stdout).toContain(`listening on ${api()}`);

    const down = await runSystole(['down'], environment);
    expect(down).toMatchObject({ code: 0, stdout: `Stopping Systole (pid ${pid ?? ''}) …\nStopped.\n` });
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    const endOf = (name: string) => stdout.search(new RegExp(`^${name} .*SIGTERM: stopping$`, 'm'));
    const ends = ['api', 'ingest-user2', 'ingest-user1', 'simulator', 'database'].map(endOf);
    expect(ends).not.toContain(-1);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    await expect(fetch(api())).rejects.toThrow();
    expect(await runSystole(['down'], environment)).toMatchObject({
      code: 0,
      stdout: 'Systole is not running.\n',
    });
  });

  it('fetches real people where their credentials are known, and simulates nobody', async () => {
    const { app } = createSimulator({ users: [{ id: 'anna', seed: 5 }] });
    const vendor = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'SIMULATOR_PORT' });
    onTestFinished(() => vendor.close(0));
    environment = {
      ...environment,
      USER_ID: 'anna',
      USER_IDS: '',
      GOOGLE_HEALTH_URL: vendor.url,
      GOOGLE_TOKEN_URL: `${vendor.url}/token`,
      GOOGLE_CLIENT_ID: 'demo-client',
      GOOGLE_CLIENT_SECRET: 'demo-secret',
      GOOGLE_REFRESH_TOKEN: 'demo-refresh-anna',
    };
    const running = await startUp();
    expect(running.printed()).toContain(vendor.url);
    await vi.waitFor(
      async () => {
        const { stdout } = await runSystole(['runs', '--user', 'anna', '--json'], environment);
        expect(stdout).toContain('"success"');
      },
      { timeout: 60_000, interval: 500 },
    );
    const { stdout } = await runSystole(['status', '--json'], environment);
    const users = (JSON.parse(stdout) as { userId: string }[]).map(({ userId }) => userId);
    expect(new Set(users)).toEqual(new Set(['anna']));
    expect(running.printed()).not.toContain('simulator');
    expect(running.printed()).not.toContain('demo-refresh-anna');
  });

  it('keeps what was there over a kill -9 of the supervisor, leaves nothing running, and starts again', async () => {
    await startUp();
    const pid = Number(readFileSync(path.join(dataDirectory, 'systole-up.pid'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    await up?.ended;
    await vi.waitFor(
      async () => {
        for (const name of PORTS) await expectFree(Number(environment[name]));
      },
      { timeout: 20_000, interval: 200 },
    );
    const again = await startUp();
    expect(again.printed()).toContain('the database is up to date');
    // As one that npx or timeout stands in front of hears it: what came to the group, and what is passed on.
    const supervisor = Number(readFileSync(path.join(dataDirectory, 'systole-up.pid'), 'utf8'));
    process.kill(supervisor, 'SIGINT');
    process.kill(supervisor, 'SIGTERM');
    expect((await again.ended).code).toBe(0);
    expect(again.printed()).toMatch(/SIG(INT|TERM): stopping everything, in reverse order/);
    expect(again.printed()).toMatch(/^database .*SIGTERM: stopping$/m);
  });

  it('names every taken port with its variable before it starts anything', async () => {
    const taken = createServer().listen(Number(environment['API_PORT']), '127.0.0.1');
    const other = createServer().listen(Number(environment['SIMULATOR_PORT']), '127.0.0.1');
    await Promise.all([once(taken, 'listening'), once(other, 'listening')]);
    const { code, stdout, stderr } = await runSystole(['up'], environment);
    taken.close();
    other.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`Port ${environment['API_PORT'] ?? ''} (API_PORT) is taken`);
    expect(stderr).toContain(`Port ${environment['SIMULATOR_PORT'] ?? ''} (SIMULATOR_PORT) is taken`);
    expect(stdout).toBe('');
  });

  it('lists every variable that is wrong before it starts anything', async () => {
    const { code, stderr } = await runSystole(['up'], {
      ...environment,
      API_PORT: 'x',
      SIMULATOR_PORT: '70000',
    });
    expect(code).toBe(2);
    expect(stderr).toContain('API_PORT: must be a port number from 0 to 65535 (it is "x")');
    expect(stderr).toContain('SIMULATOR_PORT: must be a port number from 0 to 65535 (it is "70000")');
  });

  it('stops with exit code 2 where a service refuses a variable', async () => {
    const { code, stdout } = await runSystole(['up'], { ...environment, LOG_LEVEL: 'loud' });
    expect(code).toBe(2);
    expect(stdout).toContain('LOG_LEVEL: must be error, warn, info or debug');
    expect(stdout).toContain('everything has stopped');
  });
});

describe('systole reset', () => {
  it('says where there is nothing to delete', async () => {
    const { code, stdout } = await runSystole(['reset'], environment);
    expect(code).toBe(0);
    expect(stdout).toContain('There is nothing to delete');
  });
});

describe('systole logs', () => {
  it('exits with 2 before anything was logged', async () => {
    const { code, stderr } = await runSystole(['logs'], environment);
    expect(code).toBe(2);
    expect(stderr).toContain('Nothing was logged yet.');
  });
});

async function expectFree(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
