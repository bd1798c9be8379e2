import { freePort, startEmptyTestDatabase, startTestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSystole } from './run-systole.ts';

const database = await startTestDatabase();
afterAll(() => database[Symbol.asyncDispose]());
const systole = (...args: readonly string[]) => runSystole(args, { DATABASE_URL: database.url });

describe('an empty database', () => {
  it('gets friendly answers', async () => {
    expect((await systole('status')).stdout).toContain('No users yet.');
    expect((await systole('runs')).stdout).toContain('No such runs yet.');
    expect(JSON.parse((await systole('status', '--json')).stdout)).toEqual([]);
  });
});

describe('systole status, runs and rejects', () => {
  beforeAll(async () => {
    // One reading an hour in Tokyo, from 1 June 00:30 to 10 June 23:30 there; 3 June, 4 June and 8 June were not fetched.
    await database.pool.query(
      `INSERT INTO ops.users (user_id, time_zone) VALUES ('tokyo', 'Asia/Tokyo'), ('nothing', 'UTC')`,
    );
    await database.pool.query(
      `INSERT INTO activities_heart_intraday ("timestamp", value, user_id)
       SELECT at, 60, 'tokyo'
         FROM generate_series('2025-05-31T15:30Z'::timestamptz, '2025-06-10T14:30Z', interval '1 hour') AS at`,
    );
    for (const level of ['1m', '1h', '1d']) {
      await database.pool.query(
        `CALL refresh_continuous_aggregate('activities_heart_intraday_${level}', NULL, NULL)`,
      );
    }
    await database.pool.query(
      `INSERT INTO ops.coverage (user_id, dataset, day, status, run_id)
       SELECT 'tokyo', 'activities_heart_intraday', day,
              CASE WHEN day = '2025-06-08' THEN 'partial' WHEN day = '2025-06-04' THEN 'failed' ELSE 'complete' END, 1
         FROM generate_series('2025-06-01'::date, '2025-06-09', interval '1 day') AS day
        WHERE day <> '2025-06-03'`,
    );
    await database.pool.query(
      `INSERT INTO ops.pipeline_runs (dataset, source, source_name, user_id, trigger, status, started_at, finished_at,
                                      rows_read, inserted, rejected, error)
       VALUES ('activities_heart_intraday', 'google-health', 'https://example.org', 'tokyo', 'schedule', 'failed',
               '2025-06-11T02:00Z', '2025-06-11T02:01:30Z', 0, 0, 0, E'the source said \\u001b[31mno'),
              ('activities_heart_intraday', 'fitabase-heart-rate', 'a.csv', NULL, 'import', 'partial',
               '2025-06-12T02:00Z', '2025-06-12T02:00:04Z', 1234, 1232, 2, NULL)`,
    );
    await database.pool.query(
      `INSERT INTO ops.pipeline_run_users (run_id, user_id) VALUES (2, 'tokyo'), (2, 'nothing')`,
    );
    await database.pool.query(
      `INSERT INTO ops.quarantine (run_id, dataset, user_id, place, rule, message, raw_value)
       VALUES (2, 'activities_heart_intraday', NULL, '{"file": "a.csv", "line": 7, "column": "Value"}',
               'value-out-of-range', 'must be at most 300', E'9\\u001b]0;x\\u0007')`,
    );
  });

  it('shows rows, first, last and gaps, in the days of the user', async () => {
    const { code, stdout } = await systole('status', '--user', 'tokyo');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^tokyo +activities_heart_intraday +240 +2025-05-31 15:30:00 +2025-06-10 14:30:00 +[\d,]+ d old +3 days$/m,
    );
    expect(stdout).toContain('  2025-06-03 to 2025-06-04 (2 days)\n  2025-06-08 (1 day)\n');
  });

  it('lists every user and dataset as JSON', async () => {
    const { code, stdout } = await systole('status', '--json');
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as { userId: string; dataset: string; rows: number }[];
    expect(found.map(({ userId, dataset, rows }) => [userId, dataset, rows])).toEqual([
      ['nothing', 'activities_heart_intraday', 0],
      ['nothing', 'activities_heart_summary', 0],
      ['tokyo', 'activities_heart_intraday', 240],
      ['tokyo', 'activities_heart_summary', 0],
    ]);
    expect(found[2]).toMatchObject({
      first: '2025-05-31T15:30:00.000Z',
      stale: true,
      gapDays: 3,
      gaps: [
        { first: '2025-06-03', last: '2025-06-04', days: 2 },
        { first: '2025-06-08', last: '2025-06-08', days: 1 },
      ],
    });
  });

  it('leaves out a dataset of which a user has nothing, but no user', async () => {
    const { stdout } = await systole('status');
    expect(stdout).toMatch(/^nothing +activities_heart_intraday +0 +–/m);
    expect(stdout).not.toMatch(/^tokyo +activities_heart_summary/m);
  });

  it('lists runs, the newest first, without obeying what stands in their errors', async () => {
    const { code, stdout } = await systole('runs');
    expect(code).toBe(0);
    const [, newest, oldest] = stdout.split('\n');
    expect(newest).toMatch(/^ +2 +partial +2025-06-12 02:00:00 +4\.0 s +2 users .* 1,232 +0 +0 +2/);
    expect(oldest).toMatch(
      /^ +1 +failed +2025-06-11 02:00:00 +1 min 30 s +tokyo .*the source said \\u001b\[31mno$/,
    );
  });

  it('finds runs by user and by status', async () => {
    const runIds = async (...args: readonly string[]) =>
      (JSON.parse((await systole('runs', '--json', ...args)).stdout) as { runId: number }[]).map(
        ({ runId }) => runId,
      );
    expect(await runIds('--user', 'tokyo')).toEqual([2, 1]);
    expect(await runIds('--user', 'nothing')).toEqual([2]);
    expect(await runIds('--status', 'failed')).toEqual([1]);
    expect(await runIds('--limit', '1')).toEqual([2]);
  });

  it('lists the rejects of a run, and says where not all were kept', async () => {
    const { code, stdout } = await systole('rejects', '2');
    expect(code).toBe(0);
    expect(stdout).toContain('a.csv:7 Value');
    expect(stdout).toContain('9\\u001b]0;x\\u0007');
    expect(stdout).toContain('1 of 2 rejects: the others were not kept, or a later run met them again.');
    expect((await systole('rejects', '1')).stdout).toBe('Run 1 rejected nothing.\n');
  });

  it.each([
    [['status', '--user', 'nobody'], `There is no user 'nobody'. There are: nothing, tokyo`],
    [['runs', '--user', 'nobody'], `There is no user 'nobody'`],
    [['runs', '--status', 'odd'], 'Allowed choices are running, success, partial, failed, no_op'],
    [['runs', '--limit', '0'], 'It must be a whole number from 1 on.'],
    [['rejects', '99'], 'There is no run 99.'],
    [['rejects', 'x'], 'It must be a whole number from 1 on.'],
    [['dance'], `unknown command 'dance'`],
    [['status', '--colour'], `unknown option '--colour'`],
  ])('exits with 2 for %j', async (args, message) => {
    const { code, stderr } = await systole(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('a database that cannot be used', () => {
  it('is waited for, and then the way to start it is told', async () => {
    const port = await freePort();
    const { code, stderr } = await runSystole(['status'], {
      DATABASE_URL: `postgres://systole@127.0.0.1:${port}/systole`,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`Waiting for the database at 127.0.0.1:${port} …`);
    expect(stderr).toContain('Start it with `make up`, or set DATABASE_URL.');
  });

  it('is said to lack the tables where it does', async () => {
    await using empty = await startEmptyTestDatabase();
    const { code, stderr } = await runSystole(['status'], { DATABASE_URL: empty.url });
    expect(code).toBe(1);
    expect(stderr).toContain('has not the tables of this version of Systole');
  });

  it('is refused where its URL is none, without repeating the URL', async () => {
    const { code, stderr } = await runSystole(['status'], { DATABASE_URL: 'mysql://root:secret@host' });
    expect(code).toBe(2);
    expect(stderr).toContain('DATABASE_URL: must be a URL like postgres://');
    expect(stderr).not.toContain('secret');
  });
});
