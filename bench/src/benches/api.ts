import path from 'node:path';
import type { Bench, BenchContext, Goal, Table } from '../bench.ts';
import { ratio, whole } from '../figures.ts';
import { importOnce } from '../other-processes.ts';
import { statementsPerSecond } from '../pgbench.ts';
import { load, type RequestFigures } from '../request-load.ts';
import { SERIES_START_MS, writeSeries } from '../series-files.ts';
import { serveApi, statementsOf, type ServedApi } from '../served-api.ts';
import { emptyTables } from '../tables.ts';

const DAY_MS = 86_400_000;
const USERS = ['user1', 'user2', 'user3', 'user4', 'user5'];
/** A dashboard's worth; more than the cores of the server, so that it is never without work. */
const CONNECTIONS = 4;
const STEADY_RATE = 100;

interface Question {
  readonly name: string;
  readonly path: string;
  readonly isGzip?: boolean;
}

/** Time-range queries by level, range, users and format, beside pgbench with the same statements. */
export const api: Bench = {
  key: 'api',
  title: 'API',
  run: async (context) => {
    const { database, scale, say } = context;
    say(`${scale.servedDays} days of ${USERS.length} users`);
    const readings = await fill(context);
    await using served = await serveApi(database.url);
    const steady = await steadily(context, served);
    const { table, monthShare } = await asFastAsItCan(context, served);
    const busy = await whileLoading(context, served);
    return {
      tables: [
        { ...steady.table, title: `${steady.table.title}, of ${whole(readings)} readings` },
        table,
        busy,
      ],
      goals: [
        ...steady.goals,
        {
          what: '30 days hourly of one user, throughput',
          goal: '≥ 0.5 × pgbench of the same statement',
          measured: `${monthShare.toFixed(2)} ×`,
          isReached: monthShare >= 0.5,
        },
      ],
    };
  },
};

async function fill({ database, folder, scale }: BenchContext): Promise<number> {
  const file = path.join(folder, 'served.csv');
  await emptyTables(database.pool);
  const rows = await writeSeries(
    { users: USERS, rowsEach: Infinity, endMs: SERIES_START_MS + scale.servedDays * DAY_MS },
    file,
  );
  await importOnce(database.url, 'fitabase-heart-rate', file);
  await database.pool.query('ANALYZE');
  return rows;
}

const date = (day: number) => new Date(SERIES_START_MS + day * DAY_MS).toISOString().slice(0, 10);

function series(days: number, rest: string): string {
  return `/timeseries?metric=activities_heart_intraday&start_date=${date(1)}&end_date=${date(days)}&${rest}`;
}

function ofAll(days: number, rest: string): string {
  return `/multi-user${series(days, `user_ids=${USERS.join(',')}&${rest}`)}`;
}

const MONTH = series(30, 'user_id=user1&interval=1h');

/** At the rate of many dashboards, for the time an answer takes. */
async function steadily(
  { scale, say }: BenchContext,
  served: ServedApi,
): Promise<{ table: Table; goals: Goal[] }> {
  const allDays = scale.servedDays - 1;
  const month = { name: '30 days hourly of one user', path: MONTH, rate: STEADY_RATE, goal: 10 };
  const year = {
    name: `${allDays} days of ${USERS.length} users, 2,000 points`,
    path: ofAll(allDays, 'max_points=2000'),
    rate: STEADY_RATE / 5,
    goal: 50,
  };
  const lines = [];
  for (const question of [month, year]) {
    say(`${question.name}, steadily`);
    const url = served.origin + question.path;
    // Once before, to fill caches. One connection: several would send at the same moments, and wait for each other.
    await load({ url, seconds: 1, connections: 1, rate: question.rate });
    const seconds = scale.requestSeconds * 2;
    lines.push({
      ...question,
      ...(await load({ url, seconds, connections: 1, rate: question.rate })),
    });
  }
  return {
    table: {
      title: 'Milliseconds at a steady rate',
      rows: lines.map(({ name, rate, ...figures }) => ({
        question: name,
        'requests/s': rate,
        ...milliseconds(figures),
      })),
    },
    goals: lines.map(({ name, goal, p95 }) => ({
      what: `${name}, p95`,
      goal: `< ${goal} ms`,
      measured: `${p95.toFixed(1)} ms`,
      isReached: p95 < goal,
    })),
  };
}

async function asFastAsItCan(
  { database, folder, scale, say }: BenchContext,
  served: ServedApi,
): Promise<{ table: Table; monthShare: number }> {
  const questions: Question[] = [
    { name: '1 hour raw', path: series(1, 'user_id=user1&interval=raw&max_points=400') },
    { name: '1 day, 1 minute', path: series(1, 'user_id=user1&interval=1m') },
    { name: '30 days hourly', path: MONTH },
    { name: '30 days hourly, gzip', path: MONTH, isGzip: true },
    { name: '30 days hourly, columns', path: `${MONTH}&format=columns` },
    { name: '30 days hourly, csv', path: `${MONTH}&format=csv` },
    { name: '30 days hourly, ndjson', path: `${MONTH}&format=ndjson` },
    { name: '30 days hourly of 5 users', path: ofAll(30, 'interval=1h') },
    { name: 'all days, chosen', path: series(scale.servedDays - 1, 'user_id=user1') },
    { name: 'all days hourly', path: series(scale.servedDays - 1, 'user_id=user1&interval=1h') },
  ];
  const rows = [];
  let monthShare = NaN;
  for (const { name, path: request, isGzip = false } of questions) {
    say(name);
    const seconds = scale.requestSeconds;
    const statements = await statementsOf(database.url, request);
    const asked = {
      url: served.origin + request,
      connections: CONNECTIONS,
      headers: { 'accept-encoding': isGzip ? 'gzip' : 'identity' },
    };
    // Once before, so that statements are planned and code is compiled, as they are in a service that runs.
    await load({ ...asked, seconds: 1 });
    const cpuBefore = await served.cpuSeconds();
    const figures = await load({ ...asked, seconds });
    const cpu = (await served.cpuSeconds()) - cpuBefore;
    const limit = await statementsPerSecond(database.url, statements, {
      folder,
      seconds,
      connections: CONNECTIONS,
    });
    if (request === MONTH && !isGzip) monthShare = figures.perSecond / limit;
    rows.push({
      question: name,
      'requests/s': whole(figures.perSecond),
      'pgbench/s': whole(limit),
      'of pgbench': ratio(figures.perSecond, limit),
      ...milliseconds(figures),
      'CPU (ms)': ((1_000 * cpu) / (figures.perSecond * seconds)).toFixed(2),
    });
  }
  return { table: { title: `As fast as it can, ${CONNECTIONS} connections`, rows }, monthShare };
}

/** Readers beside a load of further readings. */
async function whileLoading(
  { database, folder, scale, say }: BenchContext,
  served: ServedApi,
): Promise<Table> {
  say('readers beside a load');
  const file = path.join(folder, 'further.csv');
  await writeSeries({ users: ['further'], rowsEach: scale.redeliveredRows }, file);
  const url = served.origin + MONTH;
  const seconds = scale.requestSeconds;
  const alone = await load({ url, seconds, connections: 1, rate: STEADY_RATE });
  const loading = importOnce(database.url, 'fitabase-heart-rate', file);
  const beside = await load({ url, seconds, connections: 1, rate: STEADY_RATE });
  await loading;
  return {
    title: `30 days hourly at ${STEADY_RATE} requests/s beside a load, milliseconds`,
    rows: [
      { readers: 'alone', ...milliseconds(alone) },
      { readers: 'beside a load', ...milliseconds(beside) },
    ],
  };
}

function milliseconds({ p50, p95, p99 }: RequestFigures) {
  return { p50: p50.toFixed(1), p95: p95.toFixed(1), p99: p99.toFixed(1) };
}
