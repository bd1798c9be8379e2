import { hasTexts, isListOf, isObject } from '../api/shapes.ts';
import type { Job, JobRun, JobRunDetail, JobRuns, Jobs } from './job-queries.ts';

export function isJobRun(value: unknown): value is JobRun {
  return (
    isObject(value) &&
    typeof value.run_id === 'number' &&
    hasTexts(value, 'job', 'trigger', 'status', 'requested_at', 'run_at') &&
    isObject(value.parameters)
  );
}

export function isJob(value: unknown): value is Job {
  return (
    isObject(value) &&
    hasTexts(value, 'name', 'kind', 'description', 'time_zone') &&
    typeof value.workers === 'number' &&
    Array.isArray(value.needs) &&
    isObject(value.parameters) &&
    (value.last_run === null || isJobRun(value.last_run))
  );
}

export const isJobs = (value: unknown): value is Jobs => isObject(value) && isListOf(value.data, isJob);
export const isJobRuns = (value: unknown): value is JobRuns =>
  isObject(value) && isListOf(value.data, isJobRun);

export function isJobRunDetail(value: unknown): value is JobRunDetail {
  return (
    isObject(value) &&
    isJobRun(value) &&
    'logs' in value &&
    'led_to' in value &&
    'pipeline_runs' in value &&
    isListOf(value.logs, (line) => hasTexts(line, 'at', 'level', 'message')) &&
    isListOf(value.led_to, (run) => hasTexts(run, 'job', 'status')) &&
    isListOf(value.pipeline_runs, (run) => hasTexts(run, 'dataset', 'status'))
  );
}
