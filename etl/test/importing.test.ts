import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import { datasetFile, startTestDatabase, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SourceFileError } from '../src/extractors/source-file.ts';
import { importFile, type ImportReport } from '../src/import/import-file.ts';
import { importFormats } from '../src/import/import-formats.ts';
import type { ImportSettings } from '../src/import/import-source.ts';
import type { Observer } from '../src/observer.ts';
import { pipelineContext } from './pipeline-context.ts';
import { emptyTables, rollupsBesideRaw, rowsOf } from './table-contents.ts';

const EIGHT_PEOPLE = 'fitabase/heartrate_seconds_merged.apr-may.8users.csv.gz';
const HEADER = 'Id,Time,Value\n';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-import-'));
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await emptyTables(database.pool);
  await database.pool.query('TRUNCATE ops.coverage, ops.quarantine, ops.pipeline_runs, ops.users CASCADE');
});

const written = async (name: string, content: string | Buffer) => {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
};

const run = async (
  file: string,
  changes: Partial<ImportSettings> & { formatKey?: string; observer?: Observer; signal?: AbortSignal } = {},
): Promise<ImportReport[]> => {
  const { formatKey = 'fitabase-heart-rate', observer = {}, signal, ...settings } = changes;
  const format = importFormats.get(formatKey);
  if (!format) throw new Error(`no format ${formatKey}`);
  return importFile(
    { ...(await pipelineContext(database.pool, observer)), signal },
    { format, path: file, dryRun: false, onProgress: () => undefined, ...settings },
  );
};

const counts = async (table = 'activities_heart_intraday') => {
  const { rows } = await database.pool.query<{ user_id: string; count: number }>(
    `SELECT user_id, count(*) FROM ${table} GROUP BY user_id ORDER BY user_id`,
  );
  return Object.fromEntries(rows.map(({ user_id, count }) => [user_id, count]));
};

/** Lines of one person, ten seconds apart. */
const lines = (user: string, count: number, value: (i: number) => string | number = (i) => 60 + (i % 50)) =>
  Array.from({ length: count }, (_, i) => {
    const seconds = i * 10;
    const hour = Math.floor(seconds / 3_600) % 12;
    const two = (n: number) => String(n).padStart(2, '0');
    const day = 1 + Math.floor(seconds / 43_200);
    return `${user},4/${day}/2016 ${hour === 0 ? 12 : hour}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)} AM,${value(i)}\n`;
  }).join('');

describe('importing real heart rates of eight people', () => {
  it('brings each of the 1,329,145 readings once, and their rollups', async () => {
    const [report] = await run(datasetFile(EIGHT_PEOPLE));
    const expected = {
      '2022484408': 154_104,
      '2026352035': 2_490,
      '2347167796': 152_683,
      '4020332650': 285_461,
      '4388161847': 249_748,
      '4558609924': 192_168,
      '6117666160': 158_899,
      '7007744171': 133_592,
    };
    expect(await counts()).toEqual(expected);
    expect(report?.run).toMatchObject({
      status: 'success',
      inserted: 1_329_145,
      updated: 0,
      unchanged: 0,
      rejected: 0,
    });
    const { rows } = await database.pool.query(
      `SELECT sum(record_count)::bigint AS rows, sum(sum_heart_rate)::bigint AS total,
              min(min_heart_rate) AS lowest, max(max_heart_rate) AS highest FROM activities_heart_intraday_1d`,
    );
    const truth = sumOfFile(await readFile(datasetFile(EIGHT_PEOPLE)));
    expect(rows).toEqual([truth]);
    expect(truth).toMatchObject({ rows: 1_329_145, lowest: 38, highest: 203 });
  });
});

/** Straight from the file's text, by other means than the importer's. */
function sumOfFile(gzip: Buffer) {
  const values = gunzipSync(gzip)
    .toString()
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.slice(line.lastIndexOf(',') + 1)));
  return {
    rows: values.length,
    total: values.reduce((sum, value) => sum + value, 0),
    lowest: values.reduce((a, b) => Math.min(a, b)),
    highest: values.reduce((a, b) => Math.max(a, b)),
  };
}

describe('importing a file', () => {
  it('loads it again without changing anything', async () => {
    const file = await written('twice.csv', HEADER + lines('1', 3_000) + lines('2', 10));
    expect((await run(file))[0]?.run).toMatchObject({ status: 'success', inserted: 3_010 });
    const before = await rowsOf(database.pool);
    expect((await run(file))[0]?.run).toMatchObject({
      status: 'no_op',
      inserted: 0,
      updated: 0,
      unchanged: 3_010,
    });
    expect(await rowsOf(database.pool)).toEqual(before);
  });

  it('sorted by time, of many people, gives the same as sorted by person', async () => {
    const people = ['1', '2', '3', '4'];
    const byPerson = people.map((person) => lines(person, 500).split('\n').slice(0, -1));
    const byTime = (byPerson[0] ?? []).flatMap((_, i) => byPerson.map((list) => list[i])).join('\n');
    await run(await written('by-time.csv', HEADER + byTime), { batchSize: 100 });
    const found = await rowsOf(database.pool);
    await emptyTables(database.pool);
    await run(await written('by-person.csv', HEADER + byPerson.flat().join('\n')), { batchSize: 10_000 });
    expect(found).toEqual(await rowsOf(database.pool));
    for (const { held, fromRaw } of await rollupsBesideRaw(database.pool)) expect(held).toEqual(fromRaw);
  });

  it('quarantines bad rows with their place and loads the rest', async () => {
    const file = await written(
      'bad.csv',
      `${HEADER}1,4/12/2016 7:21:00 AM,60\n1,4/12/2016 7:21:05 AM,999\n,x,y\n1,4/12/2016 7:21:10 AM,62\n`,
    );
    const [report] = await run(file);
    expect(report?.run).toMatchObject({ status: 'partial', rowsRead: 4, inserted: 2, rejected: 2 });
    const { rows } = await database.pool.query(
      'SELECT user_id, place, rule, raw_value FROM ops.quarantine WHERE run_id = $1 ORDER BY reject_id',
      [report?.run?.runId],
    );
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({
      user_id: '1',
      place: { file: 'bad.csv', line: 3, column: 'Value' },
      rule: 'value-out-of-range',
      raw_value: '999',
    });
    expect(rows).toContainEqual({
      user_id: null,
      place: { file: 'bad.csv', line: 4, column: 'Id' },
      rule: 'user-missing',
      raw_value: ',x,y',
    });
  });

  it('refuses one that is bad for the most part, whole', async () => {
    const file = await written('worse.csv', HEADER + lines('1', 1_000, (i) => (i % 5 < 2 ? 60 : 'x')));
    const [report] = await run(file, { batchSize: 100 });
    expect(report?.run).toMatchObject({ status: 'failed', inserted: 0, rejected: 600 });
    expect(report?.run?.error).toContain('nothing was loaded');
    expect(await counts()).toEqual({});
  });

  it('fails for one that grows while it is read, and finds all of it complete when it is given again', async () => {
    const file = await written('growing.csv', HEADER + lines('11', 1_000));
    let hasGrown = false;
    const grow = (phase: string) => {
      if (phase !== 'loading' || hasGrown) return;
      hasGrown = true;
      appendFileSync(file, lines('12', 500));
    };
    const [report] = await run(file, { onProgress: grow });
    expect(report?.run).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('the file changed while it was imported') as string,
    });
    // What was read of it is there; only a file that stays as it is can be said to be complete.
    expect((await run(file))[0]?.run).toMatchObject({ status: 'no_op', unchanged: 1_500 });
    expect(await counts()).toEqual({ '11': 1_000, '12': 500 });
  });

  it('loads nothing in a dry run, and leaves no trace', async () => {
    const file = await written('dry.csv', HEADER + lines('1', 100));
    const [report] = await run(file, { dryRun: true });
    expect(report?.run).toBeUndefined();
    expect(report?.inspection.rows).toBe(100);
    expect(await counts()).toEqual({});
    const { rows } = await database.pool.query('SELECT count(*) FROM ops.pipeline_runs');
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('gives the one person of a file the name that is asked for, and refuses to for several', async () => {
    await run(await written('one.csv', HEADER + lines('1', 10)), { userId: 'anna' });
    expect(await counts()).toEqual({ anna: 10 });
    const two = await written('two.csv', HEADER + lines('1', 10) + lines('2', 10));
    await expect(run(two, { userId: 'anna' })).rejects.toThrow(/2 people/);
  });

  it('reads wall-clock times in the zone that is given', async () => {
    const file = await written('zone.csv', `${HEADER}1,7/1/2016 12:00:00 AM,60\n`);
    await run(file, { timeZone: 'Europe/Berlin' });
    expect(await rowsOf(database.pool)).toEqual([['1', '2016-06-30 22:00:00+00', 60]]);
    const { rows } = await database.pool.query('SELECT * FROM ops.users');
    expect(rows).toMatchObject([{ user_id: '1', time_zone: 'Europe/Berlin' }]);
  });

  it('covers the days between the first and the last reading', async () => {
    await run(await written('days.csv', `${HEADER}1,4/1/2016 7:00:00 AM,60\n1,4/4/2016 7:00:00 AM,60\n`));
    const { rows } = await database.pool.query<{ day: string }>(
      "SELECT day || ' ' || status AS day FROM ops.coverage ORDER BY day",
    );
    expect(rows.map(({ day }) => day)).toEqual([
      '2016-04-01 partial',
      '2016-04-02 complete',
      '2016-04-03 complete',
      '2016-04-04 partial',
    ]);
  });
});

describe('an import that is interrupted', () => {
  it('goes on where it stopped when it is started again, and ends as if it had never been', async () => {
    const content = HEADER + lines('1', 60_000) + lines('2', 60_000);
    await run(await written('whole.csv', content));
    const expected = await rowsOf(database.pool);
    await emptyTables(database.pool);
    await database.pool.query('TRUNCATE ops.pipeline_runs CASCADE');

    const file = await written('interrupted.csv', `${content}\n`);
    const position = async () => {
      const { rows } = await database.pool.query<{ position: number }>(
        'SELECT sum(position)::int AS position FROM (SELECT max(source_position) AS position FROM ops.pipeline_run_users GROUP BY user_id) AS p',
      );
      return rows[0]?.position ?? 0;
    };
    let inserted = 0;
    let resumedAfter = 0;
    for (let interruption = 1; interruption <= 2; interruption += 1) {
      const controller = new AbortController();
      let batches = 0;
      const observer: Observer = {
        onBatch: () => {
          batches += 1;
          if (batches === 3) controller.abort();
        },
      };
      const [report] = await run(file, { batchSize: 5_000, observer, signal: controller.signal });
      expect(report?.run).toMatchObject({ status: 'failed' });
      expect(report?.resumedAfter).toBe(resumedAfter);
      inserted += report?.run?.inserted ?? 0;
      resumedAfter = await position();
      expect(resumedAfter).toBeGreaterThan(inserted / 2);
    }
    const [report] = await run(file, { batchSize: 5_000 });
    expect(report?.resumedAfter).toBe(resumedAfter);
    expect(report?.run).toMatchObject({ status: 'success', inserted: 120_000 - inserted, updated: 0 });
    expect(await rowsOf(database.pool)).toEqual(expected);
    for (const { held, fromRaw } of await rollupsBesideRaw(database.pool)) expect(held).toEqual(fromRaw);
  });
});

describe('a file that is not what it is said to be', () => {
  const whole = gzipSync(HEADER + lines('1', 20_000));
  const cases: readonly (readonly [string, string, string | Buffer, RegExp])[] = [
    [
      'has another header',
      'header.csv',
      'user,when,bpm\n1,2,3\n',
      /header\.csv:1: the header must be Id,Time,Value/,
    ],
    ['is no gzip in spite of its name', 'plain.csv.gz', HEADER, /plain\.csv\.gz: .*no gzip/],
    [
      'is a truncated gzip',
      'short.csv.gz',
      whole.subarray(0, whole.length - 100),
      /short\.csv\.gz.*truncated/,
    ],
    [
      'is a damaged gzip',
      'bent.csv.gz',
      Buffer.concat([whole.subarray(0, 500), Buffer.alloc(600), whole.subarray(1_100)]),
      /bent\.csv\.gz.*damaged/,
    ],
    ['is empty', 'empty.csv', '', /empty\.csv: the file is empty/],
    ['has a header and nothing else', 'bare.csv', HEADER, /no rows/],
    ['has a line without end', 'endless.csv', HEADER + 'x'.repeat(200_000), /endless\.csv:2: .*longer/],
  ];

  it.each(cases)('leaves no rows and says why: it %s', async (_, name, content, message) => {
    const file = await written(name, content);
    const outcome = run(file, { batchSize: 100 });
    await expect(outcome).rejects.toThrow(message);
    await expect(outcome).rejects.toBeInstanceOf(SourceFileError);
    expect(await counts()).toEqual({});
  });

  it('or is not there says so', async () => {
    await expect(run(path.join(folder, 'nowhere.csv'))).rejects.toThrow(/no such file/);
    await expect(run(folder)).rejects.toThrow(/folder/);
  });
});

describe('importing saved answers of the Fitbit Web API', () => {
  const fitbit = (name: string, userId = 'anna') =>
    run(datasetFile(`fitbit-web-api/${name}`), { formatKey: 'fitbit-web-api', userId });

  it('takes readings, resting heart rate and zones of a day', async () => {
    const reports = await fitbit('GetHeartRateIntradayTimeSeries.json');
    expect(reports.map(({ run: r }) => [r?.dataset, r?.inserted])).toEqual([
      [heartRateIntraday.key, 1_157],
      [heartRateSummary.key, 1],
    ]);
    const [day] = await rowsOf(database.pool, heartRateSummary);
    expect(day?.slice(0, 3)).toEqual(['anna', '2017-06-29 00:00:00+00', expect.any(Number)]);
    expect(day?.[3]).toHaveLength(4);
  });

  it('takes the shape with zones beside the day', async () => {
    expect((await fitbit('GetHeartRateIntradayTimeSeries1.1.json')).map(({ run: r }) => r?.inserted)).toEqual(
      [96, 1],
    );
    expect((await rowsOf(database.pool, heartRateSummary))[0]?.[2]).toBeNull();
  });

  it('takes daily summaries alone', async () => {
    const reports = await fitbit('GetHeartRateTimeSeries.json');
    expect(reports.map(({ run: r }) => r?.dataset)).toEqual([heartRateSummary.key]);
    expect(await counts('activities_heart_summary')).toEqual({ anna: reports[0]?.run?.inserted });
  });

  it.each([
    ['IntradayActivitiesCaloriesMissingDateTime.json', /no heart rate/],
    ['SleepLogList.json', /SleepLogList\.json:\d+: the file is not valid JSON/],
    ['ApiError-Request-StaleToken.json', /error answer of the API.*expired_token/],
  ])('refuses %s', async (name, message) => {
    const outcome = fitbit(name);
    await expect(outcome).rejects.toThrow(message);
    await expect(outcome).rejects.not.toThrow(/eyJ/);
  });

  it('refuses readings whose day is not named', async () => {
    const document = {
      'activities-heart': [],
      'activities-heart-intraday': { dataset: [{ time: '10:00:00', value: 60 }] },
    };
    const file = await written('undated.json', JSON.stringify(document));
    await expect(run(file, { formatKey: 'fitbit-web-api', userId: 'anna' })).rejects.toThrow(
      /without a date/,
    );
  });
});
