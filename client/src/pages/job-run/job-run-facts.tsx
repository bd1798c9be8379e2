import { Link } from 'react-router';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { describeLength, describeParameters, triggerWords } from '../../jobs/describe-job.ts';
import type { JobRunDetail } from '../../jobs/job-queries.ts';
import { JobStatus } from '../../jobs/job-status.tsx';
import { formatExactly } from '../../time/format-time.ts';
import { SECOND } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { formatCount } from '../../units/format-value.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';

/** Who asked for a run, when it was, and what it came to. */
export function JobRunFacts({ run }: { readonly run: JobRunDetail }) {
  const { timeZone } = useTimeZone();
  const search = useSharedSearch();
  const now = useNow(SECOND);
  const at = (text: string | null) => (text === null ? '–' : formatExactly(Date.parse(text), timeZone));
  const toRun = (id: number) => <Link to={{ pathname: `/job-runs/${id}`, search }}>run {id}</Link>;
  return (
    <Panel>
      <Facts
        facts={[
          { term: 'Status', value: <JobStatus status={run.status} />, note: `attempt ${run.attempt}` },
          {
            term: 'Asked for',
            value: run.requested_by,
            note: (
              <>
                {triggerWords[run.trigger]}
                {run.caused_by !== null && <>, {toRun(run.caused_by)}</>}
              </>
            ),
          },
          { term: 'With', value: describeParameters(run.parameters) || 'nothing in particular' },
          { term: 'Began', value: at(run.started_at), note: `asked for ${at(run.requested_at)}` },
          { term: 'Took', value: describeLength(run, now), note: run.worker_id ?? undefined },
          { term: 'Inserted', value: formatCount(run.inserted), note: 'rows' },
          { term: 'Updated', value: formatCount(run.updated), note: 'rows' },
          { term: 'Unchanged', value: formatCount(run.unchanged), note: 'rows' },
          { term: 'Rejected', value: formatCount(run.rejected), note: 'rows' },
          {
            term: 'Led to',
            value:
              run.led_to.length === 0
                ? 'nothing else'
                : run.led_to.map(({ run_id, job, status }) => (
                    <small key={run_id}>
                      {toRun(run_id)} of {job}: <JobStatus status={status} />
                    </small>
                  )),
          },
        ]}
      />
    </Panel>
  );
}
