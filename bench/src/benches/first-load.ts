import path from 'node:path';
import type { Bench, BenchContext, Goal, Table } from '../bench.ts';
import { compareLoads, comparisonTable, cpuShare, memory, type Compared } from '../compare-loads.ts';
import { loading, medianOf, rateOf, whole } from '../figures.ts';
import type { ImportMeasurement } from '../import-once.ts';
import { writeSeries } from '../series-files.ts';
import { growthExponent } from '../statistics.ts';

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
      tables: [comparisonTable([...compared, several]), growthOf(compared)],
      goals: compared.flatMap(goalsOf),
    };
  },
};

async function compareSeries(context: BenchContext, rows: number, users: number): Promise<Compared> {
  const fitabase = path.join(context.folder, 'series.csv');
  const plain = path.join(context.folder, 'plain.csv');
  const names = Array.from({ length: users }, (_, index) => `user${index + 1}`);
  await writeSeries({ users: names, rowsEach: rows / users }, fitabase, plain);
  return compareLoads(context, { name: `${whole(rows)} of ${users}`, rows, fitabase, plain });
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
