import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { datasetFile, startTestDatabase, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveProfile } from '../src/kpis/store-kpis.ts';
import { importTable } from '../src/layers/import-table.ts';
import { RawStore } from '../src/layers/raw-store.ts';
import { rebuildTable } from '../src/layers/rebuild-table.ts';
import { dailyMetrics } from '../src/tables/daily-metrics.ts';
import { pipelineContext } from './pipeline-context.ts';

const HEADER = `${dailyMetrics.columns.map(({ name }) => name).join(';')}\n`;

let database: TestDatabase;
let folder: string;
let store: RawStore;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-raw-'));
  store = new RawStore(database.pool, folder);
  await database.pool.query(
    'TRUNCATE ops.users, raw.snapshots, ops.pipeline_runs, daily_metrics, daily_kpis, user_profiles CASCADE',
  );
  return () => rm(folder, { recursive: true });
});

const deliver = async (content: Readable | string, userId = 'anna') =>
  importTable(await pipelineContext(database.pool), store, {
    dataset: dailyMetrics,
    content: typeof content === 'string' ? Readable.from([Buffer.from(content)]) : content,
    userId,
    sourceName: 'days.csv',
  });
/** A day on which only the weight was noted. */
const weighed = (date: string, weight: string) => `${date};;;;;;;;${weight};\n`;
const averages = async (userId = 'anna') => {
  const { rows } = await database.pool.query<{ date: string; average: number | null }>(
    'SELECT date::text, weight_7d_avg AS average FROM daily_kpis WHERE user_id = $1 ORDER BY daily_kpis.date',
    [userId],
  );
  return Object.fromEntries(rows.map(({ date, average }) => [date.slice(8), average]));
};

describe('days of a person', () => {
  it('go in from a real file, newest first, with decimal commas and a byte order mark', async () => {
    const { run, published } = await deliver(createReadStream(datasetFile('seed-inputs/daily_metrics.csv')));
    expect(run).toMatchObject({ status: 'success', userId: 'anna', inserted: 199, rejected: 0 });
    expect(published?.derived).toBe(199);
    const { rows } = await database.pool.query(
      `SELECT kpis.date::text, weight_kg, weight_7d_avg, healthy_food_pct, protein_per_kg
         FROM daily_kpis AS kpis JOIN daily_metrics USING (user_id, date) WHERE date = '2026-03-18'`,
    );
    // (81 + 82 + 83 + 83.9 + 84.8 + 85.6 + 86.4) / 7
    expect(rows).toEqual([
      {
        date: '2026-03-18',
        weight_kg: 81,
        weight_7d_avg: expect.closeTo(83.8142857, 6) as number,
        healthy_food_pct: expect.closeTo(99.85, 10) as number,
        protein_per_kg: expect.closeTo(160 / 81, 10) as number,
      },
    ]);
  });

  it('that are corrected change every later day whose window holds them, and no other', async () => {
    const days = ['01', '07', '08', '09'].map((date) => weighed(`2026-01-${date}`, '80')).join('');
    await deliver(HEADER + days);
    const { run, published } = await deliver(HEADER + weighed('2026-01-02', '90'));
    expect(run).toMatchObject({ inserted: 1, updated: 0 });
    expect(published?.derived).toBe(3);
    const third = expect.closeTo(250 / 3, 9) as number;
    expect(await averages()).toEqual({ '01': 80, '02': 85, '07': third, '08': third, '09': 80 });
  });

  it('overwrite the same days and nothing else, whichever file was there before', async () => {
    const first = HEADER + weighed('2026-01-01', '80') + weighed('2026-02-01', '70');
    const second = HEADER + weighed('2026-01-01', '90') + weighed('2026-01-01', '91');
    await deliver(first);
    expect((await deliver(second)).run).toMatchObject({ updated: 1, unchanged: 1 });
    expect((await deliver(second)).run.status).toBe('no_op');
    const { rows } = await database.pool.query('SELECT weight_kg FROM daily_metrics ORDER BY date');
    expect(rows).toEqual([{ weight_kg: 91 }, { weight_kg: 70 }]);
    expect((await deliver(first)).run).toMatchObject({ status: 'success', updated: 1, unchanged: 1 });
    expect((await averages())['01']).toBe(70);
  });

  it('of one person leave those of another alone', async () => {
    await deliver(HEADER + weighed('2026-01-01', '80'), 'anna');
    await deliver(HEADER + weighed('2026-01-01', '60'), 'ben');
    expect([await averages('anna'), await averages('ben')]).toEqual([{ '01': 80 }, { '01': 60 }]);
  });

  it('are computed anew when the profile changes', async () => {
    await deliver(`${HEADER}2026-01-01;5000;;;;0;;;80;\n`);
    await saveProfile(database.pool, 'anna', {
      height_cm: 180,
      birth_year: 1986,
      sex: 'male',
      steps_goal: 5_000,
    });
    const { rows } = await database.pool.query('SELECT adherence_steps, kcal_out_total FROM daily_kpis');
    expect(rows).toEqual([{ adherence_steps: 1, kcal_out_total: 1_730 }]);
  });

  it('are the same after a rebuild', async () => {
    const first = HEADER + weighed('2026-01-01', '80') + weighed('2026-01-02', '70');
    await deliver(first);
    await deliver(HEADER + weighed('2026-01-01', '90'));
    await deliver(HEADER + weighed('2026-01-01', '50'), 'ben');
    await deliver(first);
    await deliver(HEADER + weighed('2026-01-02', '75'));
    const contents = async () => [
      (await database.pool.query('SELECT * FROM daily_metrics ORDER BY user_id, date')).rows,
      (await database.pool.query('SELECT * FROM daily_kpis ORDER BY user_id, date')).rows,
    ];
    const before = await contents();
    await database.pool.query('UPDATE daily_metrics SET weight_kg = 1');
    const reports = await rebuildTable(await pipelineContext(database.pool), store, dailyMetrics);
    expect(reports.map(({ status }) => status)).not.toContain('failed');
    expect(await contents()).toEqual(before);
  });
});
