import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { datasetFile, freePort, startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { pressControlC, runSystole, startSystole } from './run-systole.ts';

const EIGHT_PEOPLE = datasetFile('fitabase/heartrate_seconds_merged.apr-may.8users.csv.gz');

const folder = mkdtempSync(path.join(tmpdir(), 'systole-import-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, ...lines: readonly string[]): string {
  const filePath = path.join(folder, name);
  writeFileSync(filePath, `${lines.join('\n')}\n`);
  return filePath;
}

const HEADER = 'Id,Time,Value';
const good = (second: number, user = '1503960366') =>
  `${user},4/12/2016 7:21:${second.toString().padStart(2, '0')} AM,97`;

describe('systole import', async () => {
  const database = await startTestDatabase();
  afterAll(() => database[Symbol.asyncDispose]());
  const environment = { DATABASE_URL: database.url };
  const run = (...args: readonly string[]) => runSystole(['import', ...args], environment);

  const rowsOf = async (user: string) => {
    const { rows } = await database.pool.query<{ count: number }>(
      'SELECT count(*) AS count FROM activities_heart_intraday WHERE user_id = $1',
      [user],
    );
    return rows[0]?.count;
  };

  it('says that an interrupted import can be gone on with, and then goes on', async () => {
    const interrupted = startSystole(['import', 'fitabase-heart-rate', EIGHT_PEOPLE], environment);
    await vi.waitFor(
      async () => {
        expect(interrupted.printed()).toContain('loading');
        const { rows } = await database.pool.query<{ loaded: boolean }>(
          'SELECT EXISTS (SELECT FROM activities_heart_intraday) AS loaded',
        );
        expect(rows[0]?.loaded).toBe(true);
      },
      { timeout: 30_000, interval: 50 },
    );
    pressControlC(interrupted);
    const outcome = await interrupted.ended;
    expect(outcome.code).toBe(130);
    expect(outcome.stderr).toContain('Stopping after the batch in hand.');
    expect(outcome.stderr).toContain('The same command goes on from where it stopped.');

    const { code, stdout } = await run('fitabase-heart-rate', EIGHT_PEOPLE);
    expect(code).toBe(0);
    expect(stdout).toMatch(/went on after [\d,]+ rows that an interrupted import had loaded/);
    expect(await rowsOf('4020332650')).toBe(285_461);
    const { rows } = await database.pool.query('SELECT count(*) AS count FROM activities_heart_intraday');
    expect(rows).toEqual([{ count: 1_329_145 }]);
  });

  it('shows progress as lines where there is no terminal, and a summary per user', async () => {
    const { code, stdout, stderr } = await run('fitabase-heart-rate', EIGHT_PEOPLE);
    expect(code).toBe(0);
    expect(stderr).toMatch(/8users\.csv\.gz: checking, [\d,]+ rows/);
    expect(stderr).toMatch(/8users\.csv\.gz: loading, [\d,]+ of 1,329,145 \(\d+ %\) rows/);
    expect(stderr).not.toContain('\u001b');
    expect(stdout).toContain('no_op');
    expect(stdout).toContain('0 inserted, 0 updated, 1,329,145 unchanged, 0 rejected');
    expect(stdout).toMatch(
      /^ {2}4020332650 +285,461 +0 +0 +285,461 +0 +2016-04-12 00:00:00 +2016-05-12 12:20:57$/m,
    );
  });

  it('loads the good rows, shows the rejects, and keeps them', async () => {
    const partial = file(
      'partial.csv',
      HEADER,
      good(0, 'a1'),
      'a1,4/12/2016 7:21:05 AM,301',
      good(10, 'a1'),
      'a1,4/12/2016 7:21:15 AM,\u001b[2Jred',
      good(20, 'a1'),
    );
    const { code, stdout } = await run('fitabase-heart-rate', partial);
    expect(code).toBe(0);
    expect(stdout).toMatch(/partial: run \d+, 5 rows/);
    expect(stdout).toContain('3 inserted, 0 updated, 0 unchanged, 2 rejected');
    expect(stdout).toMatch(/partial\.csv:3.*value-out-of-range.*301/);
    expect(stdout).toMatch(/partial\.csv:5.*value-not-a-number.*\\u001b\[2Jred/);
    const runId = /partial: run (\d+)/.exec(stdout)?.[1] ?? '';

    const rejects = await runSystole(['rejects', runId], environment);
    expect(rejects.code).toBe(0);
    expect(rejects.stdout).toMatch(/partial\.csv:3.*value-out-of-range.*301/);
    expect(rejects.stdout).not.toContain('\u001b');
    const json = await runSystole(['rejects', runId, '--json', '--limit', '1'], environment);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { place: { file: 'partial.csv', line: 3 }, userId: 'a1', rule: 'value-out-of-range', rawValue: '301' },
    ]);
  });

  it('says what is wrong with a pipe, which could not be read twice, and obeys no file name', async () => {
    const pipe = path.join(folder, 'red\u001b[31m.csv');
    execFileSync('mkfifo', [pipe]);
    const { code, stderr } = await run('fitabase-heart-rate', pipe);
    expect(code).toBe(2);
    expect(stderr).toContain('red\\u001b[31m.csv: that is a pipe or a device');
    const named = file('green\u001b[32m.csv', HEADER, good(0, 'n1'));
    const loaded = await run('fitabase-heart-rate', named);
    expect(loaded.code).toBe(0);
    expect(loaded.stderr + loaded.stdout).not.toContain('\u001b');
  });

  it('exits with 1 and the reason where more than half of a file is rejected', async () => {
    const bad = file('bad.csv', HEADER, good(0, 'b1'), 'b1,nonsense,80', 'b1,4/12/2016 7:21:15 AM,-4');
    const { code, stdout } = await run('fitabase-heart-rate', bad);
    expect(code).toBe(1);
    expect(stdout).toContain('2 of 3 rows (66.7 %) were rejected: nothing was loaded');
    expect(await rowsOf('b1')).toBe(0);
  });

  it('exits with 2 for a file that is none, and still loads the others', async () => {
    const wrong = file('wrong.csv', 'Id,Value,Time', good(0, 'c1'));
    const { code, stderr } = await run(
      'fitabase-heart-rate',
      wrong,
      path.join(folder, 'missing.csv'),
      file('right.csv', HEADER, good(0, 'c2')),
    );
    expect(code).toBe(2);
    expect(stderr).toContain(`${wrong}:1: the header must be Id,Time,Value`);
    expect(stderr).toContain('missing.csv: there is no such file');
    expect(await rowsOf('c1')).toBe(0);
    expect(await rowsOf('c2')).toBe(1);
  });

  it('gives a file without a name for its person to the user that --user names, at the zone of --time-zone', async () => {
    const renamed = file('renamed.csv', HEADER, good(7, '99'));
    const { code } = await run(
      'fitabase-heart-rate',
      '--user',
      'alice',
      '--time-zone',
      'Europe/Berlin',
      renamed,
    );
    expect(code).toBe(0);
    const { rows } = await database.pool.query(
      `SELECT "timestamp", value FROM activities_heart_intraday WHERE user_id = 'alice'`,
    );
    expect(rows).toEqual([{ timestamp: new Date('2016-04-12T05:21:07Z'), value: 97 }]);
  });
});

describe('systole import, before it needs a database', () => {
  it('lists the known formats for an unknown one', async () => {
    const { code, stderr } = await runSystole(['import', 'parchment', 'x.csv']);
    expect(code).toBe(2);
    expect(stderr).toContain(`There is no format 'parchment'`);
    expect(stderr).toContain('fitabase-heart-rate  Fitabase');
    expect(stderr).toContain('fitbit-web-api ');
  });

  it.each([
    [['import', 'fitbit-web-api', 'x.json'], 'add --user <id>'],
    [['import', 'fitbit-web-api', '--user', 'a b', 'x.json'], '--user must be 1 to 128 letters'],
    [['import', 'fitbit-web-api', '--user', 'a', '--time-zone', 'Mars', 'x.json'], '--time-zone must be'],
    [['import', 'fitabase-heart-rate'], `missing required argument 'files'`],
    [['import'], `missing required argument 'format'`],
  ])('exits with 2 for %j', async (args, message) => {
    const { code, stderr } = await runSystole(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('checks a file with --dry-run, without any database', async () => {
    const checked = file('checked.csv', HEADER, good(0, 'd1'), 'd1,nonsense,80', good(2, 'd1'));
    const { code, stdout } = await runSystole(['import', 'fitabase-heart-rate', '--dry-run', checked], {
      DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/nothing`,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('dry run: 3 rows checked, 1 would be rejected, nothing loaded');
    expect(stdout).toMatch(/checked\.csv:3.*timestamp-invalid/);
  });
});
