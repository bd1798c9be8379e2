import { importFile, importFormats } from '@systole/etl';
import { detectServerFeatures } from '@systole/service-kit';
import { connect, peakMemoryMb } from './own-process.ts';

/** Seconds of each phase, as the importing process measures them in itself, with what it took of memory and CPU. */
export interface ImportMeasurement {
  readonly rows: number;
  readonly inserted: number;
  readonly updated: number;
  readonly checkingSeconds: number;
  readonly loadingSeconds: number;
  readonly summarisingSeconds: number;
  readonly cpuSeconds: number;
  /** Of that, while loading. */
  readonly loadingCpuSeconds: number;
  readonly peakMemoryMb: number;
}

// A process of its own for each import, so that memory and CPU are its alone: import-once.ts <database url> <format> <file>
const [url = '', formatKey = '', file = ''] = process.argv.slice(2);
const { pool, logger } = connect(url);
const features = await detectServerFeatures(pool);
const format = importFormats.get(formatKey);
if (!format) throw new Error(`there is no format ${formatKey}`);

const seconds = { checking: 0, loading: 0, summarising: 0 };
let phase: keyof typeof seconds = 'checking';
let since = performance.now();
let cpuSince = process.cpuUsage();
const cpu = { checking: 0, loading: 0, summarising: 0 };
const enter = (next: keyof typeof seconds | 'end') => {
  if (next === phase) return;
  const now = performance.now();
  seconds[phase] += (now - since) / 1_000;
  const { user, system } = process.cpuUsage(cpuSince);
  cpu[phase] += (user + system) / 1_000_000;
  if (next === 'end') return;
  phase = next;
  since = now;
  cpuSince = process.cpuUsage();
};
const [report] = await importFile(
  { pool, features, logger, observer: {} },
  { format, path: file, dryRun: false, onProgress: enter },
);
enter('end');
await pool.end();
const measurement: ImportMeasurement = {
  rows: report?.run?.rowsRead ?? 0,
  inserted: report?.run?.inserted ?? 0,
  updated: report?.run?.updated ?? 0,
  checkingSeconds: seconds.checking,
  loadingSeconds: seconds.loading,
  summarisingSeconds: seconds.summarising,
  cpuSeconds: cpu.checking + cpu.loading + cpu.summarising,
  loadingCpuSeconds: cpu.loading,
  peakMemoryMb: peakMemoryMb(),
};
process.stdout.write(JSON.stringify(measurement));
