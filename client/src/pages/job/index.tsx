import { Button, Skeleton, Stack } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { formatAhead } from '../../jobs/describe-job.ts';
import { JobButtons } from '../../jobs/job-buttons.tsx';
import { jobQuery, runsOfJobQuery, type Job } from '../../jobs/job-queries.ts';
import styles from '../../jobs/jobs.module.css';
import { formatDateTime, formatDuration } from '../../time/format-time.ts';
import { SECOND } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { formatCount } from '../../units/format-value.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import page from '../page.module.css';
import { JobRunTable } from './job-run-table.tsx';

/** One job: what it does and when, what can be done to it, and every run of it. */
export default function JobPage() {
  const { jobName = '' } = useParams();
  const query = useQuery(jobQuery(jobName));
  const search = useSharedSearch();
  const job = query.data;
  return (
    <Stack gap="md">
      <nav className={styles.ways} aria-label="Way back">
        <Link to={{ pathname: '/jobs', search }}>All jobs</Link>
      </nav>
      <div className={styles.head}>
        <div>
          <h1 className={page.title}>{jobName}</h1>
          {job && <p className={styles.lead}>{job.description}</p>}
        </div>
        {job && <JobButtons job={job} />}
      </div>
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={160} radius="lg" />}
      {job && (
        <>
          {job.workers === 0 && (
            <Notice tone="warn" title="No worker takes this job">
              Runs wait in the queue until an ingestion service is started that does this.
            </Notice>
          )}
          <JobFacts job={job} />
          <Runs name={job.name} />
        </>
      )}
    </Stack>
  );
}

function JobFacts({ job }: { readonly job: Job }) {
  const { timeZone } = useTimeZone();
  const now = useNow(SECOND);
  const { schedule, time_zone, next_run_at, paused_at, needs, retry, timeout_seconds, concurrency_key } = job;
  const next = next_run_at === null ? undefined : Date.parse(next_run_at);
  return (
    <Panel>
      <Facts
        facts={[
          {
            term: 'Schedule',
            value: schedule ?? (needs.length > 0 ? `after ${needs.join(', ')}` : 'none'),
            note: schedule === null ? undefined : `in ${time_zone}`,
          },
          {
            term: 'Next run',
            value: paused_at !== null ? 'paused' : next === undefined ? 'when asked' : formatAhead(next, now),
            note:
              paused_at !== null
                ? `since ${formatDateTime(Date.parse(paused_at), timeZone)}`
                : next === undefined
                  ? undefined
                  : formatDateTime(next, timeZone),
          },
          {
            term: 'Repeated where it fails',
            value: retry.retries === 0 ? 'never' : `${formatCount(retry.retries)} times`,
            note:
              retry.retries === 0
                ? undefined
                : `after ${formatDuration(retry.first_delay_seconds * SECOND)} and longer`,
          },
          { term: 'Ended after', value: formatDuration(timeout_seconds * SECOND) },
          {
            term: 'Workers',
            value: formatCount(job.workers),
            note: `${formatCount(job.waiting)} runs waiting`,
          },
          { term: 'Never at once with', value: concurrency_key },
        ]}
      />
    </Panel>
  );
}

function Runs({ name }: { readonly name: string }) {
  const query = useInfiniteQuery(runsOfJobQuery(name));
  const runs = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Panel title="Runs">
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={240} />}
      {query.data && runs.length === 0 && <p className={styles.lead}>It has not run yet.</p>}
      {runs.length > 0 && <JobRunTable runs={runs} />}
      {query.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Older runs
        </Button>
      )}
    </Panel>
  );
}
