import { Link } from 'react-router';
import { StatusLabel } from '../../components/status-label.tsx';
import { formatAhead } from '../../jobs/describe-job.ts';
import type { Job } from '../../jobs/job-queries.ts';
import { JobStatus } from '../../jobs/job-status.tsx';
import { jobTrees, type JobNode } from '../../jobs/job-tree.ts';
import { formatAge } from '../../time/format-time.ts';
import { SECOND } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import styles from './job-graph.module.css';

/** Jobs as a graph, from left to right in the order in which they run; on a phone from top to bottom. */
export function JobGraph({ jobs }: { readonly jobs: readonly Job[] }) {
  return (
    <ul className={styles.graph}>
      {jobTrees(jobs).map((node) => (
        <Node key={node.job.name} node={node} />
      ))}
    </ul>
  );
}

function Node({ node: { job, followers } }: { readonly node: JobNode }) {
  return (
    <li className={styles.branch}>
      <JobCard job={job} />
      {followers.length > 0 && (
        <ul className={styles.followers} aria-label={`After ${job.name}`}>
          {followers.map((follower) => (
            <Node key={follower.job.name} node={follower} />
          ))}
        </ul>
      )}
    </li>
  );
}

function JobCard({ job }: { readonly job: Job }) {
  const search = useSharedSearch();
  const now = useNow(SECOND);
  const { name, last_run: last, next_run_at: next, paused_at, workers, waiting } = job;
  return (
    <article className={styles.job} data-status={last?.status}>
      <Link className={styles.name} to={{ pathname: `/jobs/${encodeURIComponent(name)}`, search }}>
        {name}
      </Link>
      <p>
        {last ? <JobStatus status={last.status} /> : 'Has not run yet'}
        {last?.finished_at && <span> · {formatAge(Date.parse(last.finished_at), now)}</span>}
      </p>
      <p>
        {paused_at !== null
          ? 'Paused'
          : next === null
            ? 'Only when asked'
            : `Next ${formatAhead(Date.parse(next), now)}`}
        {waiting > 0 && ` · ${waiting} waiting`}
      </p>
      {workers === 0 && (
        <p>
          <StatusLabel tone="warn">No worker</StatusLabel>
        </p>
      )}
    </article>
  );
}
