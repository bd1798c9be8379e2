import { ingestUser } from '@systole/etl';
import { createLogger, createPool } from '@systole/service-kit';
import { ingestionFrom } from './simulated-source.ts';

/** As the ingesting process measures it in itself. */
export interface IngestMeasurement {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMemoryMb: number;
}

// A process of its own, so that memory and CPU are its alone: ingest-once.ts <database url> <origin> <first day> <last day>
const [url = '', origin = '', startDate = '', endDate = ''] = process.argv.slice(2);
const logger = createLogger({ service: 'bench', level: 'error', format: 'pretty' });
const pool = createPool({ url, applicationName: 'bench', connections: 3, logger });
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
  peakMemoryMb: process.resourceUsage().maxRSS / 1_024,
};
process.stdout.write(JSON.stringify(measurement));
