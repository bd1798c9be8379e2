export { createJobMetrics } from './job-metrics.ts';
export { createIngestionMetrics } from './metrics.ts';
export { createProgressGauges } from './progress-gauges.ts';
export { ProgressLog } from './progress.ts';
