import { connect, createServer } from 'node:net';
import { freePort, startProcess } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, BERT, startWorld, truth, type World } from './world.ts';

const DAYS = { START_DATE: '2025-06-01', END_DATE: '2025-06-02' } as const;

const PATIENCE = { timeout: 30_000 };

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const runsDone = (output: string) => output.match(/"message":"ingestion done"/g)?.length ?? 0;

describe('the service', () => {
  it('runs at start, on POST /run and on SIGUSR1, tells how it is, and stops when it is told to', async () => {
    const port = String(await freePort());
    await using service = world.ingest({ ...DAYS, INGESTION_PORT: port });
    const url = `http://127.0.0.1:${port}`;
    await service.printed(/ingestion done/);
    expect(await world.held()).toEqual(truth(ANNA, '2025-06-01', '2025-06-03'));

    const started = await fetch(`${url}/run`, { method: 'POST' });
    expect([started.status, await started.json()]).toEqual([202, { status: 'started' }]);
    await expect.poll(() => runsDone(service.output), PATIENCE).toBe(2);
    service.kill('SIGUSR1');
    await expect.poll(() => runsDone(service.output), PATIENCE).toBe(3);

    const health = async () => (await fetch(`${url}/health`)).json();
    await expect.poll(health, PATIENCE).toMatchObject({
      status: 'ok',
      checks: {
        jobs: { running: [], last: { job: 'ingestion_job:anna', trigger: 'manual', status: 'no_op' } },
        database: { status: 'ok' },
      },
    });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(
      /systole_ingestion_runs_total\{dataset="activities_heart_intraday",status="success"[^}]*\} 1/,
    );
    expect(metrics).toMatch(
      /systole_ingestion_runs_total\{dataset="activities_heart_intraday",status="no_op"[^}]*\} 2/,
    );
    expect(metrics).toMatch(
      /systole_ingestion_rows_total\{dataset="activities_heart_intraday",outcome="inserted"[^}]*\} [1-9]/,
    );

    service.kill('SIGTERM');
    expect(await service.ended).toBe(0);
  });

  it('runs by its schedule', async () => {
    await using service = world.ingest({ ...DAYS, SCHEDULE: '* * * * * *' });
    await expect.poll(() => runsDone(service.output), PATIENCE).toBeGreaterThan(2);
    expect(service.output).toContain('"trigger":"schedule"');
  });

  it('serves several users from one process', async () => {
    const environment = {
      ...DAYS,
      USER_ID: '',
      USER_IDS: 'anna, bert',
      GOOGLE_REFRESH_TOKEN: 'demo-refresh-anna,demo-refresh-bert',
    };
    await using service = world.ingest(environment, '--once');
    expect(await service.ended, service.output).toBe(0);
    expect(await world.held('bert')).toEqual(truth(BERT, '2025-06-01', '2025-06-03'));
  });

  it('stopped in the middle of a load leaves whole batches and a closed entry in the ledger', async () => {
    await using service = world.ingest({
      START_DATE: '2025-07-01',
      END_DATE: '2025-09-30',
      BATCH_SIZE: '500',
    });
    await service.printed(/activities_heart_intraday of anna: success/);
    service.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    const { rows } = await world.database.pool.query<{ running: number; whole: boolean }>(
      `SELECT count(*) FILTER (WHERE status = 'running') AS running,
              (SELECT sum(inserted) FROM ops.pipeline_runs WHERE dataset = 'activities_heart_intraday')
              = (SELECT count(*) FROM activities_heart_intraday) AS whole
         FROM ops.pipeline_runs`,
    );
    expect(rows, service.output).toEqual([{ running: 0, whole: true }]);
  });

  it('waits for a database that is away at start, and says so', async () => {
    const real = new URL(world.database.url);
    const away = new URL(world.database.url);
    away.port = String(await freePort());
    await using service = world.ingest({ ...DAYS, DATABASE_URL: away.href }, '--once');
    await service.printed(/connecting to the database failed, trying again/);
    const gate = createServer((socket) => {
      socket.pipe(connect(Number(real.port), real.hostname)).pipe(socket);
    }).listen(Number(away.port), away.hostname);
    expect(await service.ended, service.output).toBe(0);
    gate.close();
  });
});

describe('a configuration that cannot be used', () => {
  it('is refused with every problem at once, before anything connects', async () => {
    await using service = world.ingest({
      DATABASE_URL: 'mysql://x:secret@y/z',
      USER_ID: '<b>',
      START_DATE: '2025-02-30',
      SCHEDULE: 'never',
      LOOKBACK_HOURS: '1.5',
      BATCH_SIZE: '0',
      DELTA_MODE: 'maybe',
      TIME_ZONE: 'Mars/Olympus',
      INGESTION_PORT: '70000',
      GOOGLE_HEALTH_URL: 'ftp://x',
    });
    expect(await service.ended).toBe(2);
    for (const name of [
      'DATABASE_URL',
      'USER_ID',
      'START_DATE',
      'SCHEDULE',
      'LOOKBACK_HOURS',
      'BATCH_SIZE',
      'DELTA_MODE',
      'TIME_ZONE',
      'INGESTION_PORT',
      'GOOGLE_HEALTH_URL',
    ]) {
      expect(service.output).toContain(`${name}: `);
    }
    expect(service.output).not.toContain('secret');
  });

  it('is told what is missing', async () => {
    await using service = startProcess('ingestion-service/src/main.ts', { environment: { USER_ID: 'anna' } });
    expect(await service.ended).toBe(2);
    expect(service.output).toContain('DATABASE_URL: must be set');
    expect(service.output).toContain('GOOGLE_REFRESH_TOKEN: must be set');
  });

  it('or an unknown option ends with the usage', async () => {
    await using service = world.ingest({}, '--twice');
    expect(await service.ended).toBe(2);
    expect(service.output).toContain('Usage:');
  });
});
