import { afterAll, describe, expect, it, vi } from 'vitest';
import { fillInPromql, fillInSql, readPanels } from './dashboard-queries.ts';
import { FRESH, STALE, startWatchedSystem } from './watched-system.ts';

/** Longer than any alert takes with its times shortened. */
const WAIT = { timeout: 100_000, interval: 500 };

vi.setConfig({ testTimeout: 120_000 });

describe('a watched system', async () => {
  const system = await startWatchedSystem();
  const { database, api, alertLog, ask } = system;
  afterAll(() => system[Symbol.asyncDispose]());
  const panels = await readPanels();

  const order = async (fault: object) => {
    const answer = await fetch(system.faults, { method: 'POST', body: JSON.stringify(fault) });
    expect(answer.status).toBe(201);
  };
  const visit = async () => {
    const range = `start_date=2025-06-01&end_date=2025-06-02&metric=activities_heart_intraday`;
    for (const path of [
      '/users',
      `/timeseries?user_id=${STALE}&${range}`,
      `/multi-user/timeseries?${range}`,
    ]) {
      expect((await fetch(api + path)).status).toBe(200);
    }
    await fetch(`${api}/there/is/no/${Math.random()}`);
  };

  it('has every target up', async () => {
    await vi.waitFor(async () => {
      const targets = await system.targets();
      expect(targets.map(({ labels }) => labels.job).sort()).toEqual([
        'alert-log',
        'alertmanager',
        'api',
        'client',
        'ingestion',
        'ingestion',
        'node',
        'postgres',
        'prometheus',
        'simulator',
      ]);
      for (const { labels, health, lastError } of targets)
        expect([labels.job, health, lastError]).toEqual([labels.job, 'up', '']);
    }, WAIT);
    await vi.waitFor(async () => {
      expect((await ask('pg_up'))[0]?.value[1]).toBe('1');
    }, WAIT);
  });

  it('is told of stale data, of the user whose it is and of no other', async () => {
    await alertLog.printed(new RegExp(`firing: DataStale: activities_heart_intraday of ${STALE} is stale`));
    expect(alertLog.output).not.toContain(`of ${FRESH} is stale`);
  });

  it('shows data in every panel that is about its own metrics, and every other query is right', async () => {
    // Something of everything: retried requests, rejected rows, answers of several kinds.
    await order({ kind: 'status', status: 503, times: 2, user: FRESH });
    await order({ kind: 'bad-readings', share: 0.2, user: FRESH });
    await vi.waitFor(async () => {
      await visit();
      expect(await ask('systole_retries_total > 0')).not.toEqual([]);
      expect(await ask('systole_ingestion_rows_total{outcome="rejected"} > 0')).not.toEqual([]);
      expect(await ask('job:http_requests:rate5m > 0')).not.toEqual([]);
    }, WAIT);

    const queries = panels.flatMap(({ dashboard, title, targets }) =>
      targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ panel: `${dashboard}: ${title}`, expr }])),
    );
    expect(queries.length).toBeGreaterThan(60);
    await vi.waitFor(async () => {
      await visit();
      const empty: string[] = [];
      for (const { panel, expr } of queries) {
        const samples = await ask(fillInPromql(expr));
        if (samples.length === 0 && /systole_|http_/.test(expr)) empty.push(`${panel}: ${expr}`);
      }
      expect(empty).toEqual([]);
    }, WAIT);
  });

  it.each(['auto', '1m', '1h', '1d'])('answers every SQL panel, with points of %s', async (interval) => {
    for (const { dashboard, title, targets } of panels) {
      for (const { rawSql } of targets) {
        if (rawSql === undefined) continue;
        const range = { users: [FRESH, STALE], from: new Date('2025-06-01'), to: new Date(), interval };
        const { rows } = await database.pool.query(fillInSql(rawSql, range));
        if (dashboard === 'Heart-rate pipeline') expect(rows, title).not.toEqual([]);
      }
    }
  });

  it('asks the database once a minute at most, however often it is scraped', async () => {
    const statements = async () => {
      const text = await (await fetch(`${api}/metrics`)).text();
      const counts = /systole_database_query_duration_seconds_count\{[^}]*"success"[^}]*\} (\d+)/.exec(text);
      return Number(counts?.[1]);
    };
    const before = await statements();
    for (let scrapes = 0; scrapes < 50; scrapes += 1) await statements();
    // The three statements of one look at the data and the jobs, should a minute end just now.
    expect((await statements()) - before).toBeLessThanOrEqual(3);
  });

  it('never takes a path or a user that does not exist for a label', async () => {
    await fetch(
      `${api}/timeseries?user_id=nobody&metric=activities_heart_intraday&start_date=2025-06-01&end_date=2025-06-02`,
    );
    await fetch(`${api}/a/path/of/its/own`);
    const text = await (await fetch(`${api}/metrics`)).text();
    expect(text).not.toMatch(/nobody|its\/own/);
    expect(text).toContain('route="unmatched"');
  });

  it('is told of failed runs, and that no run has succeeded within its schedule', async () => {
    await order({ kind: 'status', status: 403, times: 100_000, user: FRESH });
    await alertLog.printed(/firing: IngestionRunFailed: Runs of activities_heart_intraday fail/);
    await alertLog.printed(
      new RegExp(`firing: IngestionOverdue: No run of activities_heart_intraday for ${FRESH}`),
    );
  });

  it('is told that a service is down', async () => {
    system.ingestion.kill('SIGTERM');
    await alertLog.printed(/firing: ServiceDown: ingestion on 127\.0\.0\.1:\d+ does not answer/);
  });

  it('is told that the database is down, and of nothing that follows from it', async () => {
    await vi.waitFor(async () => {
      expect(await ask('ALERTS{alertname="IngestionRunFailed",alertstate="firing"}')).toEqual([]);
    }, WAIT);
    await database.kill();
    await alertLog.printed(/firing: DatabaseDown: The database does not answer/);
    const sinceThen = alertLog.output.split('firing: DatabaseDown')[1] ?? '';
    expect(sinceThen).not.toMatch(/firing: (Api|Ingestion|DataStale|Rollups)/);
  });
});
