export { declareJobs, type DeclaredJob, type JobDeclaration } from './declare-jobs.ts';
export { deleteOldRuns } from './delete-old-runs.ts';
export type { EndedRun, Work, WorkContext } from './execute-run.ts';
export { installQueue } from './install-queue.ts';
export { jobName, type JobKind, type RetryPolicy } from './job-kind.ts';
export {
  aggregateBiometricsJob,
  etlJob,
  ingestionJob,
  jobKinds,
  kindOf,
  maintenanceJob,
  simulateTimeSeriesJob,
  trendAnalyzerJob,
} from './job-kinds.ts';
export { JobWorker, type JobWorkerSettings, type LastRun } from './job-worker.ts';
export type { WorkReport } from './outcome.ts';
export {
  IdempotencyKeyReusedError,
  requestRun,
  UnknownJobError,
  type JobTrigger,
  type RequestedRun,
  type RunRequest,
} from './request-run.ts';
export type { RunInHand } from './run-ledger.ts';
export { isSchedule, nextTime, scheduleIntervalSeconds } from './schedule.ts';
export {
  cancelRun,
  JobStateError,
  pauseSchedule,
  resumeSchedule,
  retryRun,
  UnknownJobRunError,
} from './steer.ts';
