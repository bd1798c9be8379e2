import { Button, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { Notice } from '../../components/notice.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { fieldProblems } from '../../forms/field-problems.ts';
import { FormProblem } from '../../forms/form-problem.tsx';
import { cancelJobRun, isUnderWay, jobRunQuery, retryJobRun, type JobRun } from '../../jobs/job-queries.ts';
import styles from '../../jobs/jobs.module.css';
import { useJobAction } from '../../jobs/use-job-action.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import page from '../page.module.css';
import { FoundQuality } from './found-quality.tsx';
import { JobRunFacts } from './job-run-facts.tsx';
import { LogView } from './log-view.tsx';
import { PipelineRuns } from './pipeline-runs.tsx';

/** One run of a job: how it goes on, line by line, and what came of it. */
export default function JobRunPage() {
  const { runId = '' } = useParams();
  const query = useQuery(jobRunQuery(runId));
  const search = useSharedSearch();
  const run = query.data;
  return (
    <Stack gap="md">
      <nav className={styles.ways} aria-label="Way back">
        <Link to={{ pathname: '/jobs', search }}>All jobs</Link>
        {run && <Link to={{ pathname: `/jobs/${encodeURIComponent(run.job)}`, search }}>{run.job}</Link>}
      </nav>
      <div className={styles.head}>
        <h1 className={page.title}>{run ? `Run ${runId} of ${run.job}` : `Run ${runId}`}</h1>
        {run && <RunButtons run={run} />}
      </div>
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={420} radius="lg" />}
      {run && (
        <>
          {run.error !== null && run.status !== 'cancelled' && (
            <Notice tone={run.status === 'failed' ? 'bad' : 'warn'} title="What went wrong">
              {run.error}
            </Notice>
          )}
          <JobRunFacts run={run} />
          <LogView lines={run.logs} isFollowed={isUnderWay(run)} />
          <PipelineRuns runs={run.pipeline_runs} />
          {run.quality && <FoundQuality quality={run.quality} />}
        </>
      )}
    </Stack>
  );
}

const REPEATABLE: readonly JobRun['status'][] = ['failed', 'cancelled', 'skipped'];

function RunButtons({ run }: { readonly run: JobRun }) {
  const navigate = useNavigate();
  const cancel = useJobAction(() => cancelJobRun(run.run_id));
  const retry = useJobAction(
    () => retryJobRun(run.run_id),
    ({ run_id }) => void navigate(`/job-runs/${run_id}`),
  );
  return (
    <div>
      <div className={styles.buttons}>
        {isUnderWay(run) && (
          <Button
            variant="default"
            loading={cancel.isPending}
            disabled={run.cancel_requested_at !== null}
            onClick={() => {
              cancel.mutate();
            }}
          >
            {run.cancel_requested_at === null ? 'Cancel this run' : 'Being cancelled…'}
          </Button>
        )}
        {REPEATABLE.includes(run.status) && (
          <Button
            loading={retry.isPending}
            onClick={() => {
              retry.mutate();
            }}
          >
            Do it again
          </Button>
        )}
      </div>
      <FormProblem>{fieldProblems(cancel.error ?? retry.error, []).rest}</FormProblem>
    </div>
  );
}
