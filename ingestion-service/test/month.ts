import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { ANNA, truth, type World } from './world.ts';

/** A month of one user, in batches small enough that something can happen between them. */
export const MONTH = { START_DATE: '2025-06-01', END_DATE: '2025-06-30', BATCH_SIZE: '1000' } as const;

/** Takes everything from the tables. */
export async function forgetTheMonth({ database: { pool } }: World): Promise<void> {
  await pool.query('TRUNCATE activities_heart_intraday');
  for (const level of ['1m', '1h', '1d']) await pool.query(`TRUNCATE activities_heart_intraday_${level}`);
  await pool.query('TRUNCATE activities_heart_summary, ops.coverage, ops.pipeline_runs CASCADE');
}

export async function loadedRows({ database: { pool } }: World): Promise<number> {
  const { rows } = await pool.query<{ rows: number }>(
    'SELECT coalesce(sum(inserted), 0)::bigint AS rows FROM ops.pipeline_runs',
  );
  return rows[0]?.rows ?? 0;
}

/** Waits until some more has been committed, then for a moment of chance: what happens then may fall anywhere. */
export async function someWayOn(world: World, from: number): Promise<void> {
  while ((await loadedRows(world)) <= from) await pause(2);
  await pause(Math.random() * 100);
}

/** Readings, rollups and ledger hold what the watch has measured, once. */
export async function expectTheWholeMonth(world: World): Promise<void> {
  const { pool } = world.database;
  expect(await world.held()).toEqual(truth(ANNA, '2025-06-01', '2025-07-01'));
  const { rows } = await pool.query(
    `SELECT level, sum(record_count)::bigint AS rows, sum(total)::bigint AS total FROM (
       SELECT '0' AS level, count(*) AS record_count, sum(value) AS total FROM activities_heart_intraday
       UNION ALL SELECT '1m', sum(record_count), sum(sum_heart_rate) FROM activities_heart_intraday_1m
       UNION ALL SELECT '1h', sum(record_count), sum(sum_heart_rate) FROM activities_heart_intraday_1h
       UNION ALL SELECT '1d', sum(record_count), sum(sum_heart_rate) FROM activities_heart_intraday_1d
     ) AS levels GROUP BY level ORDER BY level`,
  );
  const [raw] = rows as { rows: number; total: number }[];
  expect(rows).toEqual(
    ['0', '1d', '1h', '1m'].map((level) => ({ level, rows: raw?.rows, total: raw?.total })),
  );
  const ledger = await pool.query<{ inserted: number; due: number }>(
    `SELECT sum(inserted) FILTER (WHERE dataset = 'activities_heart_intraday')::bigint AS inserted,
            count(*) FILTER (WHERE status <> 'running' AND touched_start IS NOT NULL AND refreshed_at IS NULL) AS due
       FROM ops.pipeline_runs`,
  );
  expect(ledger.rows).toEqual([{ inserted: raw?.rows, due: 0 }]);
}
