import { createRegistry } from '@systole/service-kit';
import { startTestDatabase, testLogger } from '@systole/test-kit';
import { Registry } from 'prom-client';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createDataGauges } from './data-gauges.ts';

const DATASET = 'activities_heart_intraday';

describe('gauges of the data', async () => {
  const database = await startTestDatabase();
  const { pool } = database;
  afterAll(() => database[Symbol.asyncDispose]());
  await pool.query(`INSERT INTO ops.users (user_id) VALUES ('user1'), ('newcomer'), ('imported')`);
  await pool.query(
    `INSERT INTO activities_heart_intraday VALUES (now() - interval '2 hours', 61, 'user1'), ('2016-04-01', 61, 'imported')`,
  );
  // From ten days ago until the day before yesterday there are nine days; three of them are whole.
  await pool.query(
    `INSERT INTO ops.coverage (user_id, dataset, day, status, run_id)
     SELECT 'user1', $1, (now() AT TIME ZONE 'UTC')::date - ago, status, 1
       FROM (VALUES (10, 'complete'), (9, 'complete'), (8, 'failed'), (4, 'complete'), (1, 'complete'), (0, 'partial'))
            AS days (ago, status)`,
    [DATASET],
  );
  await pool.query(
    `INSERT INTO ops.pipeline_runs
            (dataset, source, source_name, user_id, trigger, status, touched_start, touched_end, heartbeat_at, refreshed_at)
     VALUES ($1, 's', 's', 'user1', 'schedule', 'failed', now(), now(), now() - interval '20 minutes', NULL),
            ($1, 's', 's', 'imported', 'import', 'success', now(), now(), now() - interval '9 days', now())`,
    [DATASET],
  );

  const scrape = async (registry: Registry) => {
    const metrics = await registry.getMetricsAsJSON();
    return (name: string) =>
      metrics
        .filter((metric) => metric.name === name)
        .flatMap(({ values }) => values)
        .filter(({ labels }) => labels['dataset'] === DATASET)
        .map(({ labels, value }) => ({ user: labels['user_id'], value }));
  };

  it('say how old the newest reading is, how many days are missing, and how long rows wait for the rollups', async () => {
    const registry = new Registry();
    createDataGauges(registry, pool, testLogger);
    await registry.metrics();
    await vi.waitFor(async () => {
      expect((await scrape(registry))('systole_data_freshness_seconds')).toHaveLength(1);
    });
    const values = await scrape(registry);
    const [freshness] = values('systole_data_freshness_seconds');
    expect(freshness?.user).toBe('user1');
    expect(freshness?.value).toBeGreaterThanOrEqual(7_200);
    expect(freshness?.value).toBeLessThan(7_300);
    expect(values('systole_data_gap_days')).toEqual([{ user: 'user1', value: 6 }]);
    expect(values('systole_data_stale_after_seconds')).toEqual([{ user: undefined, value: 48 * 3_600 }]);
    const [lag] = values('systole_rollup_lag_seconds');
    expect(lag?.value).toBeGreaterThanOrEqual(1_200);
    expect(lag?.value).toBeLessThan(1_300);
  });

  it('ask the database once, however often they are scraped', async () => {
    const registry = new Registry();
    createDataGauges(registry, pool, testLogger);
    const asked = vi.spyOn(pool, 'query');
    for (let scrapes = 0; scrapes < 5; scrapes += 1) await registry.metrics();
    expect(asked).toHaveBeenCalledTimes(2);
    asked.mockRestore();
  });

  it('do not keep a scrape from its answer when the database is away, and are counted', async () => {
    await using other = await startTestDatabase();
    const registry = createRegistry('test', '1');
    createDataGauges(registry, other.pool, testLogger);
    await other.pool.query('DROP SCHEMA ops CASCADE');
    expect(await registry.metrics()).toContain('systole_data_stale_after_seconds');
    await vi.waitFor(async () => {
      expect(await registry.metrics()).toMatch(/systole_metric_failures_total\{service="test"\} [1-9]/);
    });
  });
});
