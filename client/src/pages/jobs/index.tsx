import { Code, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { jobsQuery } from '../../jobs/job-queries.ts';
import page from '../page.module.css';
import { JobGraph } from './job-graph.tsx';
import { Timeline } from './timeline.tsx';

/** What is done regularly, what needs what, how it went and when it is next. */
export default function JobsPage() {
  const query = useQuery(jobsQuery);
  const jobs = query.data?.data;
  return (
    <Stack gap="md">
      <h1 className={page.title}>Jobs</h1>
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={420} radius="lg" />}
      {jobs?.length === 0 && (
        <Notice tone="neutral" title="No jobs yet">
          <p>
            Workers declare them when they start: <Code>make up</Code> starts some, and so does{' '}
            <Code>npm run start -w ingestion-service</Code>.
          </p>
        </Notice>
      )}
      {jobs && jobs.length > 0 && (
        <>
          <Panel title="What needs what">
            <JobGraph jobs={jobs} />
          </Panel>
          <Timeline jobs={jobs} />
        </>
      )}
    </Stack>
  );
}
