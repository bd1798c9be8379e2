import type { Socket } from 'node:net';
import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import { createPool } from '@systole/service-kit';
import { startTestDatabase, testLogger, type TestDatabase } from '@systole/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BatchLoading } from '../src/batches.ts';
import { Run, type RunReport } from '../src/ledger/runs.ts';
import type { LoaderSettings } from '../src/loaders/base-loader.ts';
import { DailyLoader } from '../src/loaders/daily-loader.ts';
import type { LoadPath } from '../src/loaders/load-batch.ts';
import { SeriesLoader } from '../src/loaders/series-loader.ts';
import { ReadingsBuilder, type Readings } from '../src/readings.ts';
import { refreshTouched } from '../src/refresh.ts';
import { DAY, HOUR, SECOND, formatInstant } from '../src/time/instants.ts';
import { pipelineContext } from './pipeline-context.ts';
import { emptyTables, rollupsBesideRaw, rowsOf } from './table-contents.ts';

const START = Date.UTC(2025, 5, 1) * 1_000;
const USER = 'anna';

type Reading = readonly [secondsAfterStart: number, value: number];

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => emptyTables(database.pool));

const readingsOf = (rows: readonly Reading[], userId = USER): Readings => {
  const builder = new ReadingsBuilder(userId);
  for (const [seconds, value] of rows) builder.add(START + seconds * SECOND, value);
  return builder;
};

const settings = (changes: Partial<LoaderSettings> = {}): LoaderSettings => ({
  pool: database.pool,
  logger: testLogger,
  updateExisting: true,
  backfill: false,
  ...changes,
});

/** The first, third, … commit is sent, and its connection gone before the answer. */
function poolThatBreaksAtCommits(times: number) {
  const pool = createPool({
    url: database.url,
    applicationName: 'breaking',
    connections: 3,
    logger: testLogger,
  });
  let commits = 0;
  let broken = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
    Object.assign(client, {
      query: (...parts: unknown[]) => {
        const answer = query(...parts);
        if (parts[0] === 'COMMIT' && broken < times) {
          commits += 1;
          if (commits % 2 === 1) {
            broken += 1;
            (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
          }
        }
        return answer;
      },
    });
  });
  return { pool, broken: () => broken, [Symbol.asyncDispose]: () => pool.end() };
}

/** Delivers each list of readings as one batch, as one run. */
async function deliver(
  deliveries: readonly (readonly Reading[])[],
  { userId = USER, loader = new SeriesLoader(heartRateIntraday, settings()), batchSize = 10_000 } = {},
): Promise<RunReport & { paths: LoadPath[] }> {
  const context = await pipelineContext(database.pool);
  const run = await Run.start(database.pool, testLogger, {
    dataset: heartRateIntraday,
    source: 'test',
    sourceName: 'test',
    userId,
    trigger: 'manual',
  });
  const paths: LoadPath[] = [];
  const loading = new BatchLoading(loader, run.runId, batchSize, ({ path }) => paths.push(path));
  for (const rows of deliveries) {
    await loading.load({ readings: readingsOf(rows, userId), rejects: [], sourcePosition: 0 });
  }
  await loading.finish();
  await refreshTouched(heartRateIntraday, run.runId, context);
  return { ...(await run.finish()), paths };
}

const expectRollupsToEqualRaw = async () => {
  for (const { level, held, fromRaw } of await rollupsBesideRaw(database.pool)) {
    expect(held, level).toEqual(fromRaw);
  }
};

describe('loading readings', () => {
  it('ends in the same table after any overlapping, shuffled, repeated deliveries as after one clean one', async () => {
    const seconds = fc.integer({ min: 0, max: 3 * 86_400 });
    // The truth: one value for each second, so that every order of delivery has the same outcome.
    const truth = (second: number): number => 40 + (second % 160);
    const deliveries = fc.array(fc.array(seconds, { maxLength: 40 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(deliveries, fc.integer({ min: 1, max: 50 }), async (lists, batchSize) => {
        await emptyTables(database.pool);
        const sent = lists.map((list) => list.map((second): Reading => [second, truth(second)]));
        const report = await deliver(sent, { batchSize });
        const repeated = await deliver(sent, { batchSize });
        const found = await rowsOf(database.pool);

        await emptyTables(database.pool);
        const clean = [...new Set(lists.flat())]
          .sort((a, b) => a - b)
          .map((second): Reading => [second, truth(second)]);
        await deliver([clean]);
        expect(found).toEqual(await rowsOf(database.pool));
        expect(report).toMatchObject({ inserted: clean.length, updated: 0, rejected: 0 });
        expect(report.unchanged).toBe(lists.flat().length - clean.length);
        expect(repeated).toMatchObject({ inserted: 0, updated: 0, status: 'no_op' });
        await expectRollupsToEqualRaw();
      }),
      { numRuns: 25 },
    );
  });

  it('lets the last of several restatements stand, and its rollups too', async () => {
    const reading = fc.tuple(fc.integer({ min: 0, max: 7_200 }), fc.integer({ min: 30, max: 220 }));
    const deliveries = fc.array(fc.array(reading, { minLength: 1, maxLength: 30 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(deliveries, async (sent) => {
        await emptyTables(database.pool);
        await deliver(sent);
        const last = new Map(sent.flat());
        const expected = [...last].sort(([a], [b]) => a - b).map(([, value]) => value);
        expect((await rowsOf(database.pool)).map(([, , value]) => value)).toEqual(expected);
        await expectRollupsToEqualRaw();
      }),
      { numRuns: 20 },
    );
  });

  it('appends what is newer and merges what is not, counting exactly', async () => {
    const report = await deliver([
      [
        [0, 60],
        [10, 61],
      ],
      [
        [20, 62],
        [30, 63],
      ],
      [
        [10, 61],
        [20, 99],
        [25, 64],
      ],
    ]);
    expect(report.paths).toEqual(['append', 'append', 'merge']);
    expect(report).toMatchObject({ inserted: 5, updated: 1, unchanged: 1, rowsRead: 7, status: 'success' });
  });

  it('falls back to merging when rows have appeared since it looked', async () => {
    const loader = new SeriesLoader(heartRateIntraday, settings());
    await deliver([[[0, 60]]], { loader });
    await deliver([
      [
        [10, 61],
        [20, 62],
      ],
    ]);
    const report = await deliver(
      [
        [
          [10, 61],
          [20, 99],
          [30, 63],
        ],
      ],
      { loader },
    );
    expect(report.paths).toEqual(['fallback']);
    expect(report).toMatchObject({ inserted: 1, updated: 1, unchanged: 1 });
    expect((await rowsOf(database.pool)).map(([, , value]) => value)).toEqual([60, 61, 99, 63]);
  });

  it('leaves existing rows alone when told not to update', async () => {
    await deliver([
      [
        [0, 60],
        [10, 61],
      ],
    ]);
    const loader = new SeriesLoader(heartRateIntraday, settings({ updateExisting: false }));
    expect(
      await deliver(
        [
          [
            [0, 99],
            [20, 62],
          ],
        ],
        { loader },
      ),
    ).toMatchObject({ inserted: 1, updated: 0, unchanged: 1 });
    expect((await rowsOf(database.pool)).map(([, , value]) => value)).toEqual([60, 61, 62]);
  });

  it('keeps users apart', async () => {
    await deliver([[[0, 60]]], { userId: 'anna' });
    await deliver([[[0, 80]]], { userId: "bert'; DROP TABLE ops.users; --" });
    expect((await rowsOf(database.pool)).map(([user, , value]) => [user, value])).toEqual([
      ['anna', 60],
      ["bert'; DROP TABLE ops.users; --", 80],
    ]);
  });

  it('takes the same rows from two writers at once without doubling, losing or blocking', async () => {
    const rows = Array.from({ length: 400 }, (_, i): Reading => [i * 5, 60 + (i % 40)]);
    const overlapping = [rows.slice(0, 300), rows.slice(100), rows.toReversed(), rows].map((list) =>
      Array.from({ length: Math.ceil(list.length / 50) }, (_, i) => list.slice(i * 50, i * 50 + 50)),
    );
    const reports = await Promise.all(overlapping.map((deliveries) => deliver(deliveries)));
    expect(reports.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(rows.length);
    expect((await rowsOf(database.pool)).map(([, , value]) => value)).toEqual(rows.map(([, value]) => value));
    await expectRollupsToEqualRaw();
  });

  it('loses and doubles nothing when connections break at a commit while the next batch is on its way', async () => {
    await using pool = poolThatBreaksAtCommits(3);
    const rows = Array.from({ length: 1_000 }, (_, i): Reading => [i, 60 + (i % 40)]);
    const run = await deliver([rows], {
      loader: new SeriesLoader(heartRateIntraday, settings({ pool: pool.pool })),
      batchSize: 100,
    });
    expect(pool.broken()).toBe(3);
    expect(run).toMatchObject({ rowsRead: 1_000, inserted: 1_000, updated: 0, unchanged: 0 });
    expect(await rowsOf(database.pool, heartRateIntraday)).toHaveLength(1_000);
  });

  it('merges into days that are in the columnstore already, and leaves the rollups right', async () => {
    const days = Array.from({ length: 20 }, (_, day) => [day * 86_400, 60 + day] as const);
    await deliver([days]);
    await database.pool.query("SELECT compress_chunk(c) FROM show_chunks('activities_heart_intraday') AS c");
    const loader = new SeriesLoader(heartRateIntraday, settings({ backfill: true }));
    const report = await deliver(
      [
        [
          [0, 99],
          [43_200, 70],
          [86_400, 61],
        ],
      ],
      { loader },
    );
    expect(report).toMatchObject({ inserted: 1, updated: 1, unchanged: 1 });
    await expectRollupsToEqualRaw();
  });

  it('stores every double and microsecond as it was', async () => {
    const values = [Number.MIN_VALUE, 0.1, 1 / 3, 299.99999999999994, 300, Number.EPSILON];
    const instants = [
      -62_135_596_800 * SECOND,
      -1,
      0,
      START + 1,
      START + HOUR + 123_456,
      START + 90 * DAY + 999_999,
    ];
    const builder = new ReadingsBuilder('élan-ß-漢');
    values.forEach((value, i) => {
      builder.add(instants[i] ?? 0, value);
    });
    const run = await Run.start(database.pool, testLogger, {
      dataset: heartRateIntraday,
      source: 'test',
      sourceName: 'test',
      trigger: 'manual',
    });
    await new SeriesLoader(heartRateIntraday, settings()).load({
      runId: run.runId,
      sequence: 1,
      readings: builder,
      rejects: [],
      sourcePosition: 0,
    });
    await run.finish();
    const { rows } = await database.pool.query<{ at: string; value: number; user_id: string }>(
      'SELECT (extract(epoch FROM timestamp) * 1000000)::bigint AS at, value, user_id FROM activities_heart_intraday ORDER BY 1',
    );
    expect(rows).toEqual(values.map((value, i) => ({ at: instants[i], value, user_id: 'élan-ß-漢' })));
  });
});

describe('loading daily rows', () => {
  const zones = JSON.stringify([{ name: 'Élevé "x"', min: 1, max: 2 }]);

  it('stores null values and JSON, and updates either', async () => {
    const load = async (sequence: number, rows: readonly (readonly [number, number, string | null])[]) => {
      const run = await Run.start(database.pool, testLogger, {
        dataset: heartRateSummary,
        source: 'test',
        sourceName: 'test',
        trigger: 'manual',
      });
      const builder = new ReadingsBuilder(USER, 2);
      for (const [day, value, json] of rows)
        builder.addWithAttributes(START + day * DAY, value, [json, null]);
      const loader = new DailyLoader(heartRateSummary, settings());
      await loader.load({ runId: run.runId, sequence, readings: builder, rejects: [], sourcePosition: 0 });
      return run.finish();
    };
    expect(
      await load(1, [
        [0, NaN, zones],
        [1, 55, null],
      ]),
    ).toMatchObject({ inserted: 2 });
    expect(
      await load(1, [
        [0, NaN, zones],
        [1, 55, zones],
        [2, 56, zones],
      ]),
    ).toMatchObject({
      inserted: 1,
      updated: 1,
      unchanged: 1,
    });
    const parsed: unknown = JSON.parse(zones);
    expect((await rowsOf(database.pool, heartRateSummary)).map((row) => row.slice(2))).toEqual([
      [null, parsed, null],
      [55, parsed, null],
      [56, parsed, null],
    ]);
  });
});

describe('the ledger', () => {
  it('says of every run what was touched, and leaves nothing to refresh', async () => {
    await deliver([
      [
        [0, 60],
        [100, 61],
      ],
    ]);
    const { rows } = await database.pool.query<{ touched: string; refreshed: boolean }>(
      `SELECT touched_end::text AS touched, refreshed_at IS NOT NULL AS refreshed FROM ops.pipeline_runs
        WHERE dataset = 'activities_heart_intraday' ORDER BY run_id DESC LIMIT 1`,
    );
    expect(rows).toEqual([
      {
        touched: formatInstant(START + 100 * SECOND)
          .replace('T', ' ')
          .replace('.000Z', '+00'),
        refreshed: true,
      },
    ]);
  });

  it('closes the runs of processes that died, and a later run refreshes what they touched', async () => {
    const context = await pipelineContext(database.pool);
    const declaration = {
      dataset: heartRateIntraday,
      source: 'test',
      sourceName: 'test',
      trigger: 'manual',
    } as const;
    const dead = await Run.start(database.pool, testLogger, declaration);
    const loading = new BatchLoading(
      new SeriesLoader(heartRateIntraday, settings()),
      dead.runId,
      100,
      () => undefined,
    );
    await loading.load({
      readings: readingsOf([
        [0, 60],
        [60, 70],
      ]),
      rejects: [],
      sourcePosition: 0,
    });
    await loading.finish();
    await database.pool.query(
      "UPDATE ops.pipeline_runs SET heartbeat_at = now() - interval '1 hour' WHERE run_id = $1",
      [dead.runId],
    );
    const next = await Run.start(database.pool, testLogger, declaration);
    await refreshTouched(heartRateIntraday, next.runId, context);
    const { rows } = await database.pool.query(
      'SELECT status, error, refreshed_at IS NULL AS due FROM ops.pipeline_runs WHERE run_id = $1',
      [dead.runId],
    );
    expect(rows).toEqual([
      { status: 'failed', error: 'interrupted: its process ended without a word', due: false },
    ]);
    await expectRollupsToEqualRaw();
    await next.finish();
  });
});
