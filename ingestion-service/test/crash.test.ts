import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, startWorld, truth, type World } from './world.ts';

const ROUNDS = 10;
const WINDOW = { START_DATE: '2025-06-01', END_DATE: '2025-06-30', BATCH_SIZE: '1000' } as const;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  const { pool } = world.database;
  await pool.query('TRUNCATE activities_heart_intraday');
  for (const level of ['1m', '1h', '1d']) await pool.query(`TRUNCATE activities_heart_intraday_${level}`);
  await pool.query('TRUNCATE activities_heart_summary, ops.coverage, ops.pipeline_runs CASCADE');
});

const loadedRows = async (): Promise<number> => {
  const { rows } = await world.database.pool.query<{ rows: number }>(
    'SELECT coalesce(sum(inserted), 0)::bigint AS rows FROM ops.pipeline_runs',
  );
  return rows[0]?.rows ?? 0;
};

/** Waits until some more has been committed, then for a moment of chance: the crash may fall anywhere. */
const someWayOn = async (from: number) => {
  while ((await loadedRows()) <= from) await pause(2);
  await pause(Math.random() * 100);
};

const expectTheWholeTruth = async () => {
  expect(await world.held()).toEqual(truth(ANNA, '2025-06-01', '2025-07-01'));
  const { rows } = await world.database.pool.query(
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
  const ledger = await world.database.pool.query<{ inserted: number; due: number }>(
    `SELECT sum(inserted) FILTER (WHERE dataset = 'activities_heart_intraday')::bigint AS inserted,
            count(*) FILTER (WHERE status <> 'running' AND touched_start IS NOT NULL AND refreshed_at IS NULL) AS due
       FROM ops.pipeline_runs`,
  );
  expect(ledger.rows).toEqual([{ inserted: raw?.rows, due: 0 }]);
};

describe('after kill -9 in the middle of a load', { timeout: 240_000 }, () => {
  it('of the ingestion process, ten times over, the next one makes the table whole', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = await loadedRows();
      await using ingestion = world.ingest(WINDOW, '--once');
      await someWayOn(before);
      ingestion.kill('SIGKILL');
      expect(await ingestion.ended, 'the process was killed, and had not ended by itself').toBeNull();
    }
    // The last of the dead is known by its silence of thirty seconds; the test does not wait that long.
    await world.database.pool.query(
      "UPDATE ops.pipeline_runs SET heartbeat_at = heartbeat_at - interval '1 minute'",
    );
    await using last = world.ingest(WINDOW, '--once');
    expect(await last.ended, last.output).toBe(0);
    await expectTheWholeTruth();
  });

  it('of the database, ten times over, the ingestion process carries on and loses nothing', async () => {
    await using ingestion = world.ingest(WINDOW, '--once');
    for (let round = 0; round < ROUNDS; round += 1) {
      await someWayOn(await loadedRows());
      expect(ingestion.output, 'there was still something to load').not.toContain('ingestion done');
      await world.database.kill();
      await pause(Math.random() * 100);
      await world.database.restart();
    }
    // Runs that the crashes failed are made good by a round of their own.
    await ingestion.ended;
    await world.database.pool.query(
      "UPDATE ops.pipeline_runs SET heartbeat_at = heartbeat_at - interval '1 minute'",
    );
    await using last = world.ingest(WINDOW, '--once');
    expect(await last.ended, `${ingestion.output}\n${last.output}`).toBe(0);
    await expectTheWholeTruth();
  });
});

describe('two ingestion processes of one user', { timeout: 240_000 }, () => {
  it('neither double nor lose a reading, and neither waits for ever', async () => {
    const processes = [world.ingest(WINDOW, '--once'), world.ingest(WINDOW, '--once')];
    for (const process of processes) expect(await process.ended, process.output).toBe(0);
    await expectTheWholeTruth();
  });
});
