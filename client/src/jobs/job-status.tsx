import { StatusLabel } from '../components/status-label.tsx';
import { jobRunWords } from './describe-job.ts';
import type { JobRun } from './job-queries.ts';

export function JobStatus({ status }: Pick<JobRun, 'status'>) {
  const { label, tone } = jobRunWords[status];
  return <StatusLabel tone={tone}>{label}</StatusLabel>;
}
