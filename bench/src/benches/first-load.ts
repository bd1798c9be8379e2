import path from 'node:path';
import type { Bench, BenchContext, Goal, Table } from '../bench.ts';
import { compareLoads, comparisonTable, cpuShare, memory, type Compared } from '../compare-loads.ts';
import { loading, medianOf, ratio, rateOf, whole } from '../figures.ts';
import type { ImportMeasurement } from '../import-once.ts';
import { importOnce } from '../other-processes.ts';
import { copySeconds } from '../peer.ts';
import { userNames, writeSeries } from '../series-files.ts';
import { growthExponent } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

/** One user has this many readings in about two years; more rows are those of several. */
const MOST_OF_ONE_USER = 5_000_000;
const SEVERAL_USERS = 4;

/** Simulated series of ever more rows, and of several users in one file. */
export const firstLoad: Bench = {
  key: 'first-load',
  title: 'First load, append path, beside `\\copy` of the same rows',
  run: async (context) => {
    const compared: Compared[] = [];
    for (const rows of context.scale.loadRows) {
      compared.push(await compareSeries(context, rows, Math.ceil(rows / MOST_OF_ONE_USER)));
    }
    const several = await compareSeries(context, context.scale.redeliveredRows, SEVERAL_USERS);
    return {
      tables: [comparisonTable([...compared, several]), await atOnce(context), growthOf(compared)],
      goals: compared.flatMap(goalsOf),
    };
  },
};

async function compareSeries(context: BenchContext, rows: number, users: number): Promise<Compared> {
  const fitabase = path.join(context.folder, 'series.csv');
  const plain = path.join(context.folder, 'plain.csv');
  await writeSeries({ users: userNames(users), rowsEach: rows / users }, fitabase, plain);
  return compareLoads(context, { name: `${whole(rows)} of ${users}`, rows, fitabase, plain });
}

/** Several users, each with an import of their own, beside one `\copy` of all their rows. */
async function atOnce({ database, folder, scale, say }: BenchContext): Promise<Table> {
  const rowsEach = scale.redeliveredRows / SEVERAL_USERS;
  const plain = path.join(folder, 'plain.csv');
  const users = userNames(SEVERAL_USERS);
  await writeSeries({ users, rowsEach }, path.join(folder, 'series.csv'), plain);
  const files = users.map((user) => path.join(folder, `${user}.csv`));
  for (const [index, file] of files.entries())
    await writeSeries({ users: users.slice(index, index + 1), rowsEach }, file);
  const rounds = scale.rounds(scale.redeliveredRows);
  const measured: { copy: number; rate: number; cpu: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`${SEVERAL_USERS} users at once, round ${round} of ${rounds}`);
    const copy = scale.redeliveredRows / (await copySeconds(database, plain, 'csv'));
    await emptyTables(database.pool);
    const imports = await Promise.all(
      files.map((file) => importOnce(database.url, 'fitabase-heart-rate', file)),
    );
    const seconds = Math.max(...imports.map(loading));
    const cpuSeconds = imports.reduce((sum, { loadingCpuSeconds }) => sum + loadingCpuSeconds, 0);
    measured.push({ copy, rate: scale.redeliveredRows / seconds, cpu: cpuSeconds / seconds });
  }
  const rate = medianOf(measured, (measurement) => measurement.rate);
  const copyRate = medianOf(measured, ({ copy }) => copy);
  return {
    title: 'Several users at once, an import of each, medians',
    rows: [
      {
        users: SEVERAL_USERS,
        rows: whole(scale.redeliveredRows),
        '\\copy CSV': whole(copyRate),
        'imports, loading': whole(rate),
        'of \\copy CSV': ratio(rate, copyRate),
        'CPU of a core, all of them': `${Math.round(100 * medianOf(measured, ({ cpu }) => cpu))} %`,
      },
    ],
  };
}

function growthOf(compared: readonly Compared[]): Table {
  const exponent = (seconds: (measurement: ImportMeasurement) => number) =>
    growthExponent(compared.map(({ rows, imports }) => [rows, medianOf(imports, seconds)])).toFixed(2);
  return {
    title: 'Growth with rows: exponent b of rows^b',
    rows: [
      { what: 'seconds of loading', exponent: exponent(loading) },
      { what: 'seconds of refreshing', exponent: exponent(({ summarisingSeconds }) => summarisingSeconds) },
      { what: 'peak memory', exponent: exponent(({ peakMemoryMb }) => peakMemoryMb) },
    ],
  };
}

function goalsOf({ rows, csvRate, imports }: Compared): Goal[] {
  const ofCopy = rateOf(imports, loading) / csvRate;
  return [
    {
      what: `first load of ${whole(rows)} rows, loading alone`,
      goal: '≥ 1.0 × \\copy CSV',
      measured: `${ofCopy.toFixed(2)} ×`,
      isReached: ofCopy >= 1,
    },
    {
      what: `memory of our process, ${whole(rows)} rows`,
      goal: '< 200 MB',
      measured: `${whole(memory(imports))} MB`,
      isReached: memory(imports) < 200,
    },
    {
      what: `CPU of our process while it loads ${whole(rows)} rows`,
      goal: '≤ 35 % of a core',
      measured: `${Math.round(100 * cpuShare(imports))} %`,
      isReached: cpuShare(imports) <= 0.35,
    },
  ];
}
