import { ingestUser } from '@systole/etl';
import { connect, peakMemoryMb } from './own-process.ts';
import { ingestionFrom } from './simulated-source.ts';

/** As the ingesting process measures it in itself. */
export interface IngestMeasurement {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryMb: number;
}

// A process of its own, so that memory and CPU are its alone: ingest-once.ts <database url> <origin> <first day> <last day>
const [url = '', origin = '', startDate = '', endDate = ''] = process.argv.slice(2);
const { pool } = connect(url);
const { context, settings } = await ingestionFrom(origin, pool);
const started = performance.now();
const cpuBefore = process.cpuUsage();
const reports = await ingestUser(context, { ...settings, startDate, endDate });
const seconds = (performance.now() - started) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
await pool.end();
const failed = reports.find(({ status }) => status === 'failed');
if (failed) throw new Error(`run ${failed.runId} failed`);
const measurement: IngestMeasurement = {
  seconds,
  cpuSeconds: (user + system) / 1_000_000,
  peakMemoryMb: peakMemoryMb(),
};
process.stdout.write(JSON.stringify(measurement));
