import path from 'node:path';
import type { Bench, BenchContext, Goal, Table } from '../bench.ts';
import { checkingAndLoading, loading, medianOf, ratio, rateOf, whole } from '../figures.ts';
import type { ImportMeasurement } from '../import-once.ts';
import { importOnce } from '../other-processes.ts';
import { copySeconds, toBinary } from '../peer.ts';
import { writeSeries } from '../series-files.ts';
import { growthExponent } from '../statistics.ts';
import { emptyTables } from '../tables.ts';

/** One user has this many readings in about two years; more rows are those of several. */
const MOST_OF_ONE_USER = 5_000_000;

interface Compared {
  readonly rows: number;
  readonly users: number;
  readonly csvRate: number;
  readonly binaryRate: number;
  readonly imports: readonly ImportMeasurement[];
}

/** Import of new rows beside `\copy` of the same, in turns. */
export const firstLoad: Bench = {
  key: 'first-load',
  title: 'First load, append path, beside `\\copy` of the same rows',
  run: async (context) => {
    const compared: Compared[] = [];
    for (const rows of context.scale.loadRows) {
      compared.push(await compare(context, rows, Math.max(1, Math.ceil(rows / MOST_OF_ONE_USER))));
    }
    const middle = context.scale.loadRows.at(-1) ?? 0;
    const four = await compare(context, Math.min(middle, 1_000_000), 4);
    return {
      tables: [tableOf([...compared, four]), growthOf(compared)],
      goals: compared.flatMap((one) => goalsOf(one)),
    };
  },
};

async function compare(
  { database, folder, scale, say }: BenchContext,
  rows: number,
  users: number,
): Promise<Compared> {
  const fitabase = path.join(folder, 'series.csv');
  const csv = path.join(folder, 'plain.csv');
  const binary = path.join(folder, 'plain.bin');
  const names = Array.from({ length: users }, (_, index) => `user${index + 1}`);
  await writeSeries({ users: names, rowsEach: rows / users }, fitabase, csv);
  await toBinary(database, csv, binary);
  const csvRates: number[] = [];
  const binaryRates: number[] = [];
  const imports: ImportMeasurement[] = [];
  const rounds = scale.rounds(rows);
  for (let round = 1; round <= rounds; round += 1) {
    say(`${whole(rows)} rows of ${users}, round ${round} of ${rounds}`);
    csvRates.push(rows / (await copySeconds(database, csv, 'csv')));
    await emptyTables(database.pool);
    imports.push(await importOnce(database.url, 'fitabase-heart-rate', fitabase));
    binaryRates.push(rows / (await copySeconds(database, binary, 'binary')));
  }
  return {
    rows,
    users,
    csvRate: medianOf(csvRates, Number),
    binaryRate: medianOf(binaryRates, Number),
    imports,
  };
}

function tableOf(compared: readonly Compared[]): Table {
  return {
    title: 'Rows a second, medians',
    rows: compared.map(({ rows, users, csvRate, binaryRate, imports }) => ({
      rows: whole(rows),
      users,
      '\\copy CSV': whole(csvRate),
      '\\copy binary': whole(binaryRate),
      'import, loading': whole(rateOf(imports, loading)),
      'of \\copy CSV': ratio(rateOf(imports, loading), csvRate),
      'with checking': ratio(rateOf(imports, checkingAndLoading), csvRate),
      'CPU of a core while loading': `${Math.round(100 * cpuShare(imports))} %`,
      'memory (MB)': whole(memory(imports)),
    })),
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

function cpuShare(imports: readonly ImportMeasurement[]): number {
  return medianOf(imports, ({ loadingCpuSeconds, loadingSeconds }) => loadingCpuSeconds / loadingSeconds);
}

function memory(imports: readonly ImportMeasurement[]): number {
  return Math.max(...imports.map(({ peakMemoryMb }) => peakMemoryMb));
}
