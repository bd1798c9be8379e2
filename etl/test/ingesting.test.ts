import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import { listen, type Backoff, type Listening } from '@systole/service-kit';
import { createSimulator, heartRateSeries, isBadReading, type Simulator } from '@systole/simulator';
import { startTestDatabase, testLogger, type TestDatabase } from '@systole/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AccessTokens } from '../src/google-health/access-tokens.ts';
import { GoogleHealthClient } from '../src/google-health/client.ts';
import { ingestUser, type IngestSettings } from '../src/ingest.ts';
import { pipelineContext } from './pipeline-context.ts';
import { emptyTables, rollupsBesideRaw, rowsOf } from './table-contents.ts';

const USER = { id: 'anna', seed: 23, timeZone: 'Europe/Berlin' } as const;
const IMPATIENT: Backoff = { retries: 2, firstDelayMs: 5, longestDelayMs: 20 };
const DAY_MS = 86_400_000;

let database: TestDatabase;
let clock = new Date('2025-06-05T12:00:00Z');
let simulator: Simulator;
let listening: Listening;

beforeAll(async () => {
  database = await startTestDatabase();
  simulator = createSimulator({
    users: [USER],
    faultsEnabled: true,
    quotaPerMinute: 100_000,
    now: () => clock,
  });
  listening = await listen(simulator.app, { host: '127.0.0.1', port: 0, portVariable: 'SIMULATOR_PORT' });
});
afterAll(async () => {
  await listening.close();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  clock = new Date('2025-06-05T12:00:00Z');
  await emptyTables(database.pool);
  await database.pool.query('TRUNCATE ops.coverage, ops.quarantine, ops.pipeline_runs CASCADE');
});
afterEach(() => {
  simulator.faults.clear();
});

const settings = (changes: Partial<IngestSettings> = {}): IngestSettings => {
  const credentials = {
    tokenUrl: `${listening.url}/token`,
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    refreshToken: 'demo-refresh-anna',
  };
  const tokens = new AccessTokens(credentials, testLogger);
  return {
    userId: USER.id,
    timeZone: USER.timeZone,
    client: new GoogleHealthClient({ origin: listening.url, tokens, logger: testLogger, backoff: IMPATIENT }),
    startDate: '2025-06-01',
    endDate: '2025-06-04',
    deltaMode: true,
    upsertMode: true,
    lookbackHours: 24,
    trigger: 'manual',
    ...changes,
  };
};

const ingest = async (changes?: Partial<IngestSettings>) =>
  ingestUser({ ...(await pipelineContext(database.pool)), now: () => clock }, settings(changes));

/** What the person's watch has measured, as rows of the table. */
const truth = (start: string, end: string): unknown[][] => {
  const { timestamps, bpm } = heartRateSeries(USER, Date.parse(start), Date.parse(end));
  return Array.from(timestamps, (at, i) => [
    USER.id,
    new Date(at).toISOString().replace('T', ' ').replace('.000Z', '+00'),
    bpm[i],
  ]);
};

/** The four days from 1 June in Berlin, where it is summer. */
const FOUR_DAYS = ['2025-05-31T22:00:00Z', '2025-06-04T22:00:00Z'] as const;

const coverage = async (dataset = heartRateIntraday) => {
  const { rows } = await database.pool.query<{ day: string; status: string }>(
    'SELECT day::text, status FROM ops.coverage WHERE dataset = $1 ORDER BY day',
    [dataset.key],
  );
  return rows.map(({ day, status }) => `${day} ${status}`);
};

const expectRollupsToEqualRaw = async () => {
  for (const { level, held, fromRaw } of await rollupsBesideRaw(database.pool))
    expect(held, level).toEqual(fromRaw);
};

describe('ingesting a user', () => {
  it('brings every reading of the days asked for, with rollups, daily rows and coverage', async () => {
    const reports = await ingest();
    const expected = truth(...FOUR_DAYS);
    expect(await rowsOf(database.pool)).toEqual(expected);
    expect(reports).toMatchObject([
      {
        dataset: heartRateIntraday.key,
        status: 'success',
        inserted: expected.length,
        rejected: 0,
        error: null,
      },
      { dataset: heartRateSummary.key, status: 'success', inserted: 4 },
    ]);
    await expectRollupsToEqualRaw();
    const days = ['2025-06-01', '2025-06-02', '2025-06-03', '2025-06-04'];
    expect(await coverage()).toEqual(days.map((day) => `${day} complete`));
    expect(await coverage(heartRateSummary)).toEqual(days.map((day) => `${day} complete`));
    const daily = await rowsOf(database.pool, heartRateSummary);
    expect(daily.map(([, timestamp]) => timestamp)).toEqual(days.map((day) => `${day} 00:00:00+00`));
    for (const [, , restingHeartRate, zones] of daily) {
      expect(restingHeartRate).toBeGreaterThan(30);
      expect(zones).toHaveLength(4);
    }
  });

  it('writes nothing when there is nothing new', async () => {
    await ingest();
    const before = await rowsOf(database.pool);
    const reports = await ingest();
    expect(reports.map(({ status, inserted, updated }) => [status, inserted, updated])).toEqual([
      ['no_op', 0, 0],
      ['no_op', 0, 0],
    ]);
    expect(await rowsOf(database.pool)).toEqual(before);
  });

  it('goes on where it was, and covers a day only once it has ended', async () => {
    await ingest({ endDate: undefined });
    expect((await coverage()).at(-1)).toBe('2025-06-05 partial');
    clock = new Date('2025-06-06T12:00:00Z');
    const [report] = await ingest({ endDate: undefined });
    expect(await rowsOf(database.pool)).toEqual(truth('2025-05-31T22:00:00Z', '2025-06-06T12:00:00Z'));
    expect(report).toMatchObject({
      inserted: truth('2025-06-05T12:00:00Z', '2025-06-06T12:00:00Z').length,
      updated: 0,
    });
    expect((await coverage()).slice(-2)).toEqual(['2025-06-05 complete', '2025-06-06 partial']);
  });

  it('takes late and restated readings within the look-back', async () => {
    const late = simulator.faults.add({
      kind: 'late',
      start: '2025-06-04T08:00:00Z',
      end: '2025-06-04T12:00:00Z',
    });
    await ingest();
    simulator.faults.remove(late);
    simulator.faults.add({
      kind: 'restate',
      start: '2025-06-04T14:00:00Z',
      end: '2025-06-04T15:00:00Z',
      by: 3,
    });
    const [report] = await ingest();
    expect(report).toMatchObject({
      inserted: truth('2025-06-04T08:00:00Z', '2025-06-04T12:00:00Z').length,
      updated: truth('2025-06-04T14:00:00Z', '2025-06-04T15:00:00Z').length,
    });
    const found = await rowsOf(database.pool);
    const restated = truth(...FOUR_DAYS).map((row) =>
      String(row[1]) >= '2025-06-04 14:00' && String(row[1]) < '2025-06-04 15:00'
        ? [...row.slice(0, 2), Number(row[2]) + 3]
        : row,
    );
    expect(found).toEqual(restated);
    await expectRollupsToEqualRaw();
  });

  it('cuts a long window into several runs', async () => {
    const reports = await ingest({ startDate: '2025-05-20' });
    const runs = reports.filter(({ dataset }) => dataset === heartRateIntraday.key);
    expect(runs.length).toBeGreaterThan(1);
    expect(await rowsOf(database.pool)).toEqual(truth('2025-05-19T22:00:00Z', '2025-06-04T22:00:00Z'));
  });
});

describe('a source that fails', () => {
  it('is asked again after errors and cut connections, without loss', async () => {
    simulator.faults.add({ kind: 'status', status: 500, times: 2 });
    simulator.faults.add({ kind: 'status', status: 429, retryAfterSeconds: 1, after: 3 });
    simulator.faults.add({ kind: 'cut-off', dataType: 'heart-rate', after: 5 });
    simulator.faults.add({ kind: 'expired-token', after: 7 });
    expect((await ingest()).map(({ status }) => status)).toEqual(['success', 'success']);
    expect(await rowsOf(database.pool)).toEqual(truth(...FOUR_DAYS));
  });

  it.each([
    [
      'a status that lasts',
      { kind: 'status', status: 503, times: 100, after: 3, dataType: 'heart-rate' },
      '503',
    ],
    [
      'an answer that is not JSON',
      { kind: 'malformed', how: 'json', after: 3, dataType: 'heart-rate' },
      'not JSON',
    ],
    [
      'a page of another shape',
      { kind: 'malformed', how: 'shape', after: 3, dataType: 'heart-rate' },
      'malformed',
    ],
  ] as const)(
    'for good, by %s, fails the run, keeps the whole days, and is made good by the next',
    async (_, fault, said) => {
      simulator.faults.add(fault);
      const [failed] = await ingest();
      expect(failed).toMatchObject({ status: 'failed' });
      expect(failed?.error).toContain(said);
      // One line of a log, and of a table.
      expect(failed?.error).not.toContain('\n');
      const covered = await coverage();
      expect(covered[0]).toBe('2025-06-01 complete');
      expect(covered.filter((day) => day.endsWith('failed'))).toHaveLength(1);
      const wholeDays = covered.filter((day) => day.endsWith('complete')).length;
      const end = new Date(Date.parse(FOUR_DAYS[0]) + wholeDays * DAY_MS).toISOString();
      expect(await rowsOf(database.pool)).toEqual(truth(FOUR_DAYS[0], end));

      simulator.faults.clear();
      expect(await ingest()).toMatchObject([{ status: 'success' }, {}]);
      expect(await rowsOf(database.pool)).toEqual(truth(...FOUR_DAYS));
      expect(await coverage()).toEqual([1, 2, 3, 4].map((day) => `2025-06-0${day} complete`));
      await expectRollupsToEqualRaw();
    },
  );

  it('leaves no hole behind newer readings', async () => {
    // The second day cannot be had; later days then come by a run of their own, as when a device has synced since.
    simulator.faults.add({ kind: 'status', status: 500, times: 100, after: 2, dataType: 'heart-rate' });
    await ingest();
    simulator.faults.clear();
    await ingest({ startDate: '2025-06-04' });
    expect((await rowsOf(database.pool)).length).toBeLessThan(truth(...FOUR_DAYS).length);
    await ingest();
    expect(await rowsOf(database.pool)).toEqual(truth(...FOUR_DAYS));
  });

  it('whose consent was revoked fails at once and says so', async () => {
    simulator.faults.add({ kind: 'revoked-refresh-token', user: USER.id });
    const reports = await ingest();
    expect(reports.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(reports[0]?.error).toContain('invalid_grant');
    expect(await rowsOf(database.pool)).toEqual([]);
  });
});

describe('bad readings', () => {
  const SHARE = 0.05;

  it('go to the quarantine with place, rule and raw value; the rest loads', async () => {
    simulator.faults.add({ kind: 'bad-readings', share: SHARE });
    const [report] = await ingest();
    const good = truth(...FOUR_DAYS).filter(
      (row) => !isBadReading(USER.seed, Date.parse(`${String(row[1])}:00`), SHARE),
    );
    const all = truth(...FOUR_DAYS).length;
    expect(report).toMatchObject({
      status: 'partial',
      rowsRead: all,
      inserted: good.length,
      rejected: all - good.length,
    });
    expect(await rowsOf(database.pool)).toEqual(good);
    const { rows } = await database.pool.query<{ rule: string; placed: boolean; raw: boolean }>(
      `SELECT DISTINCT rule, place ?& array['request', 'page', 'index'] AS placed, raw_value LIKE '%heartRate%' AS raw
         FROM ops.quarantine WHERE run_id = $1 ORDER BY rule`,
      [report?.runId],
    );
    expect(rows).toEqual(
      ['timestamp-in-future', 'timestamp-invalid', 'value-not-a-number', 'value-out-of-range'].map(
        (rule) => ({
          rule,
          placed: true,
          raw: true,
        }),
      ),
    );
    await expectRollupsToEqualRaw();
  });

  it('stay one row each, however often the look-back meets them, of the run that met them last', async () => {
    simulator.faults.add({ kind: 'bad-readings', share: SHARE });
    const [first] = await ingest();
    clock = new Date('2025-06-05T18:00:00Z');
    const again = (await ingest()).find(({ dataset }) => dataset === heartRateIntraday.key);
    const metAgain = again?.rejected ?? 0;
    expect(metAgain).toBeGreaterThan(0);
    const { rows } = await database.pool.query<{ run: number; times: number; rows: number }>(
      `SELECT run_id AS run, times_met AS times, count(*)::int AS rows FROM ops.quarantine GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    const ofFirst = rows.filter(({ run }) => run === first?.runId);
    const ofSecond = rows.filter(({ run }) => run === again?.runId);
    // The six hours that have passed bring new ones; the rest of the second run's the first had met.
    const metTwice = ofSecond.find(({ times }) => times === 2)?.rows ?? 0;
    expect(metTwice).toBeGreaterThan(0);
    expect(ofSecond.reduce((total, { rows: count }) => total + count, 0)).toBe(metAgain);
    expect(ofFirst).toEqual([{ run: first?.runId, times: 1, rows: (first?.rejected ?? 0) - metTwice }]);
  });

  it('refuse the whole run when they are more than half', async () => {
    simulator.faults.add({ kind: 'bad-readings', share: 0.6 });
    const [report] = await ingest();
    expect(report).toMatchObject({ status: 'failed', inserted: 0 });
    expect(report?.error).toContain('nothing was loaded');
    expect(report?.rejected).toBeGreaterThan(1_000);
    expect(await rowsOf(database.pool)).toEqual([]);
    expect(await coverage()).toEqual([1, 2, 3, 4].map((day) => `2025-06-0${day} failed`));
  });

  it('are kept as examples where a page is full of nothing', async () => {
    simulator.faults.add({ kind: 'malformed', how: 'fields', times: 100, dataType: 'heart-rate' });
    const [report] = await ingest({ startDate: '2025-06-04' });
    expect(report).toMatchObject({ status: 'failed', inserted: 0 });
    const { rows } = await database.pool.query('SELECT DISTINCT rule FROM ops.quarantine WHERE run_id = $1', [
      report?.runId,
    ]);
    expect(rows).toEqual([{ rule: 'row-shape' }]);
  });
});
