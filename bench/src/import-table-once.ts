import { createReadStream } from 'node:fs';
import path from 'node:path';
import { importTable, RawStore, tableDatasets } from '@systole/etl';
import { detectServerFeatures } from '@systole/service-kit';
import { connect, peakMemoryMb } from './own-process.ts';

/** As the importing process measures it in itself. */
export interface TableMeasurement {
  readonly rows: number;
  readonly inserted: number;
  readonly status: string;
  readonly seconds: number;
  readonly peakMemoryMb: number;
}

// A process of its own, so that memory is its alone: import-table-once.ts <database url> <dataset> <file> <raw directory>
const [url = '', key = '', file = '', directory = ''] = process.argv.slice(2);
const { pool, logger } = connect(url);
const features = await detectServerFeatures(pool);
const dataset = tableDatasets.get(key);
if (!dataset) throw new Error(`there is no dataset ${key}`);
const started = performance.now();
const { run } = await importTable({ pool, features, logger, observer: {} }, new RawStore(pool, directory), {
  dataset,
  content: createReadStream(file),
  userId: null,
  sourceName: path.basename(file),
});
const seconds = (performance.now() - started) / 1_000;
await pool.end();
if (run.error !== null) throw new Error(run.error);
const measurement: TableMeasurement = {
  rows: run.rowsRead,
  inserted: run.inserted,
  status: run.status,
  seconds,
  peakMemoryMb: peakMemoryMb(),
};
process.stdout.write(JSON.stringify(measurement));
