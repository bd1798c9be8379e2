import path from 'node:path';
import type { BenchContext, Table } from './bench.ts';
import { checkingAndLoading, loading, medianOf, ratio, rateOf, whole } from './figures.ts';
import type { ImportMeasurement } from './import-once.ts';
import { importOnce } from './other-processes.ts';
import { copySeconds, toBinary } from './peer.ts';
import { emptyTables } from './tables.ts';

/** Rows of one file, imported and copied in turns. */
export interface Compared {
  readonly name: string;
  readonly rows: number;
  /** Rows a second. */
  readonly csvRate: number;
  readonly binaryRate: number;
  readonly imports: readonly ImportMeasurement[];
  /** The same file once more, all of whose rows are there. */
  readonly again: readonly ImportMeasurement[];
}

/** A Fitabase file, and the same rows as the CSV `timestamp,value,user_id`. */
export interface ComparedFiles {
  readonly name: string;
  readonly rows: number;
  readonly fitabase: string;
  readonly plain: string;
}

/** Imports new rows beside `\copy` of the same into a table of the same shape, in turns, on the same server. */
export async function compareLoads(
  { database, folder, scale, say }: BenchContext,
  { name, rows, fitabase, plain }: ComparedFiles,
): Promise<Compared> {
  const binary = path.join(folder, 'plain.bin');
  await toBinary(database, plain, binary);
  const csvRates: number[] = [];
  const binaryRates: number[] = [];
  const imports: ImportMeasurement[] = [];
  const again: ImportMeasurement[] = [];
  const rounds = scale.rounds(rows);
  for (let round = 1; round <= rounds; round += 1) {
    say(`${name}, round ${round} of ${rounds}`);
    csvRates.push(rows / (await copySeconds(database, plain, 'csv')));
    await emptyTables(database.pool);
    imports.push(await importOnce(database.url, 'fitabase-heart-rate', fitabase));
    binaryRates.push(rows / (await copySeconds(database, binary, 'binary')));
    again.push(await importOnce(database.url, 'fitabase-heart-rate', fitabase));
  }
  return {
    name,
    rows,
    csvRate: medianOf(csvRates, Number),
    binaryRate: medianOf(binaryRates, Number),
    imports,
    again,
  };
}

export function comparisonTable(compared: readonly Compared[]): Table {
  return {
    title: 'Rows a second, medians',
    rows: compared.map(({ name, csvRate, binaryRate, imports, again }) => ({
      rows: name,
      '\\copy CSV': whole(csvRate),
      '\\copy binary': whole(binaryRate),
      'import, loading': whole(rateOf(imports, loading)),
      'of \\copy CSV': ratio(rateOf(imports, loading), csvRate),
      'with checking': ratio(rateOf(imports, checkingAndLoading), csvRate),
      'the same again': ratio(rateOf(again, loading), csvRate),
      'CPU of a core while loading': `${Math.round(100 * cpuShare(imports))} %`,
      'memory (MB)': whole(memory(imports)),
    })),
  };
}

/** How much of one core our process used while it loaded. */
export function cpuShare(imports: readonly ImportMeasurement[]): number {
  return medianOf(imports, ({ loadingCpuSeconds, loadingSeconds }) => loadingCpuSeconds / loadingSeconds);
}

/** The most that any of the processes took, in MB. */
export function memory(imports: readonly ImportMeasurement[]): number {
  return Math.max(...imports.map(({ peakMemoryMb }) => peakMemoryMb));
}
