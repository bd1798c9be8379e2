import { Link } from 'react-router';
import table from '../../components/table.module.css';
import { describeLength, describeParameters, triggerWords } from '../../jobs/describe-job.ts';
import type { JobRun } from '../../jobs/job-queries.ts';
import { JobStatus } from '../../jobs/job-status.tsx';
import { formatDateTime } from '../../time/format-time.ts';
import { SECOND } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { formatCount } from '../../units/format-value.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';

/** Runs of a job, each with what came of it. */
export function JobRunTable({ runs }: { readonly runs: readonly JobRun[] }) {
  const { timeZone } = useTimeZone();
  const search = useSharedSearch();
  const now = useNow(SECOND);
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Status</th>
          <th scope="col">Asked for</th>
          <th scope="col" data-number>
            Took
          </th>
          <th scope="col" data-number data-minor>
            Inserted
          </th>
          <th scope="col" data-number data-minor>
            Updated
          </th>
          <th scope="col" data-number data-minor>
            Rejected
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.run_id}>
            <td>
              <Link to={{ pathname: `/job-runs/${run.run_id}`, search }}>Run {run.run_id}</Link>
              {run.attempt > 1 && <small>attempt {run.attempt}</small>}
            </td>
            <td>
              <JobStatus status={run.status} />
            </td>
            <td>
              {formatDateTime(Date.parse(run.requested_at), timeZone)}
              <small>
                {[triggerWords[run.trigger], describeParameters(run.parameters)].filter(Boolean).join('; ')}
              </small>
            </td>
            <td data-number>{describeLength(run, now)}</td>
            <td data-number data-minor>
              {formatCount(run.inserted)}
            </td>
            <td data-number data-minor>
              {formatCount(run.updated)}
            </td>
            <td data-number data-minor data-bad={run.rejected > 0 || undefined}>
              {formatCount(run.rejected)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
