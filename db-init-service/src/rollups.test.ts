import { heartRateIntraday, type Rollup } from '@systole/catalog';
import { inTransaction } from '@systole/service-kit';
import { startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

/** Every forty seconds of two days for 20 users, with a gap of five hours: whole bpm, so that every sum is exact. */
const READINGS = `
  INSERT INTO activities_heart_intraday
  SELECT at, 40 + (extract(epoch FROM at)::bigint * 7919 + length(user_id) * 31) % 160, user_id
    FROM generate_series('2025-06-28T22:00:00Z'::timestamptz, '2025-06-30T22:00:00Z', '40 s') AS at,
         (SELECT repeat('u', n) FROM generate_series(1, 20) AS n) AS users (user_id)
   WHERE NOT (at >= '2025-06-29T03:00:00Z' AND at < '2025-06-29T08:00:00Z')`;

describe('rollups', async () => {
  const database = await startTestDatabase();
  const { pool } = database;
  afterAll(() => database[Symbol.asyncDispose]());
  await pool.query(READINGS);
  for (const { view } of heartRateIntraday.rollups) {
    await pool.query(`CALL refresh_continuous_aggregate('${view}', NULL, NULL)`);
  }

  describe.each(heartRateIntraday.rollups)('of level $level', ({ view, bucket, bucketColumn }: Rollup) => {
    it('equal what the raw readings give, to the last digit', async () => {
      const { rows } = await pool.query(`SELECT * FROM ${view} ORDER BY user_id, ${bucketColumn}`);
      const { rows: fromRaw } = await pool.query(`
        SELECT user_id, time_bucket('${bucket}', timestamp) AS ${bucketColumn},
               min(value) AS min_heart_rate, max(value) AS max_heart_rate, avg(value) AS avg_heart_rate,
               count(*) AS record_count, sum(value) AS sum_heart_rate
          FROM activities_heart_intraday GROUP BY 1, 2 ORDER BY 1, 2`);
      expect(rows.length).toBeGreaterThan(20);
      expect(rows).toEqual(fromRaw);
    });

    it('serve one user and range in order from one index scan per chunk', async () => {
      const nodes = await inTransaction(pool, async (client) => {
        // So few rows would be read whole; with many users' years they are not.
        await client.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
          `EXPLAIN (FORMAT json)
           SELECT * FROM ${view} WHERE user_id = 'uuu' AND ${bucketColumn} >= '2025-06-29T00:00:00Z'
              AND ${bucketColumn} < '2025-06-30T00:00:00Z' ORDER BY ${bucketColumn}`,
        );
        return rows.flatMap((row) => nodesOf(row['QUERY PLAN'][0].Plan));
      });
      const scans = nodes.filter((node) => 'Relation Name' in node);
      expect(scans.length).toBeGreaterThan(0);
      for (const scan of scans) {
        expect(scan['Node Type']).toBe('Index Scan');
        expect(scan['Index Cond']).toMatch(/user_id = .*uuu/);
        expect(scan).not.toHaveProperty('Filter');
      }
      expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
    });
  });
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
