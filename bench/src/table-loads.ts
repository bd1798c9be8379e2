import path from 'node:path';
import type { Table } from './bench.ts';
import { whole } from './figures.ts';
import type { TableMeasurement } from './import-table-once.ts';
import { COMMAND_FLAGS, runScript } from './other-processes.ts';

/** A file, and the same again. */
export interface TwoLoads {
  readonly first: TableMeasurement;
  readonly again: TableMeasurement;
}

/** Takes a file from raw to analytics, then the same file again. */
export async function loadTwice(
  url: string,
  folder: string,
  dataset: string,
  file: string,
): Promise<TwoLoads> {
  return {
    first: await loadOnce(url, folder, dataset, file),
    again: await loadOnce(url, folder, dataset, file),
  };
}

/** In a process of its own, whose memory is then the load's alone. */
export function loadOnce(
  url: string,
  folder: string,
  dataset: string,
  file: string,
): Promise<TableMeasurement> {
  return runScript<TableMeasurement>(
    'import-table-once.ts',
    [url, dataset, file, path.join(folder, 'raw')],
    COMMAND_FLAGS,
  );
}

export function loadsTable(loads: readonly (TwoLoads & { readonly name: string })[]): Table {
  return {
    title: 'From the file to the tables that are published',
    rows: loads.flatMap(({ name, first, again }) =>
      (
        [
          [name, first],
          [`${name}, the same file again`, again],
        ] as const
      ).map(([what, { rows, status, seconds, peakMemoryMb }]) => ({
        what,
        rows: whole(rows),
        status,
        seconds: seconds.toFixed(2),
        'rows/s': whole(rows / seconds),
        'memory (MB)': whole(peakMemoryMb),
      })),
    ),
  };
}
