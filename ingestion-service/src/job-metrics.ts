import { jobKinds, type EndedRun } from '@systole/jobs';
import { updateMetrics, type Logger } from '@systole/service-kit';
import { Counter, Histogram, type Registry } from 'prom-client';

const STATUSES = ['success', 'partial', 'no_op', 'failed', 'cancelled'] as const;

/** Counts the runs of jobs that end in this process. Labels are bounded: kinds of jobs and statuses; never users. */
export function createJobMetrics(registry: Registry, logger: Logger): (run: EndedRun) => void {
  const registers = [registry];
  const runs = new Counter({
    name: 'systole_job_runs_total',
    help: 'Ended runs of jobs, by kind.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'systole_job_run_duration_seconds',
    help: 'Wall time of a run of a job, from when its worker took it up.',
    labelNames: ['kind'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200],
    registers,
  });
  // Prometheus sees no increase when a series appears with its first event, and so would miss the first failure.
  for (const kind of jobKinds.keys()) for (const status of STATUSES) runs.inc({ kind, status }, 0);
  return ({ kind: { name: kind }, status, seconds }) => {
    updateMetrics(logger, () => {
      runs.inc({ kind, status });
      duration.observe({ kind }, seconds);
    });
  };
}
