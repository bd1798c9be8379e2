import { createUserGauge, type Logger } from '@systole/service-kit';
import { Gauge, type Registry } from 'prom-client';
import type { ProgressLog } from './progress.ts';

/** Shows by user and dataset whether ingestion keeps its schedule and gets anywhere. */
export function createProgressGauges(
  registry: Registry,
  logger: Logger,
  progress: ProgressLog,
  scheduleIntervalSeconds: number,
): void {
  createUserGauge(registry, logger, {
    name: 'systole_ingestion_last_success_timestamp_seconds',
    help: 'When a run last succeeded, in seconds since the epoch; 0: never.',
    combine: Math.min,
    read: () => [...progress.all].map((entry) => ({ ...entry, value: entry.lastSuccess })),
  });
  createUserGauge(registry, logger, {
    name: 'systole_ingestion_last_progress_timestamp_seconds',
    help: 'When a run last brought a row that was new or different, in seconds since the epoch; where none has, when the first one succeeded; 0: never.',
    combine: Math.min,
    read: () => [...progress.all].map((entry) => ({ ...entry, value: entry.lastProgress })),
  });
  new Gauge({
    name: 'systole_ingestion_schedule_interval_seconds',
    help: 'Longest time between two runs by the schedule.',
    registers: [registry],
  }).set(scheduleIntervalSeconds);
}
