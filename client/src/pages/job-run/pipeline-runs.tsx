import { Link } from 'react-router';
import { Panel } from '../../components/panel.tsx';
import table from '../../components/table.module.css';
import type { JobRunDetail } from '../../jobs/job-queries.ts';
import { formatCount } from '../../units/format-value.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { Rejects } from '../runs/rejects.tsx';
import { RunStatusLabel } from '../runs/run-table.tsx';

/** The runs of pipelines that a run of a job was made of, and what each of them did not take. */
export function PipelineRuns({ runs }: { readonly runs: JobRunDetail['pipeline_runs'] }) {
  const search = useSharedSearch();
  if (runs.length === 0) return null;
  const rejecting = runs.filter(({ rejected }) => rejected > 0);
  return (
    <>
      <Panel title="What it took in">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Dataset</th>
              <th scope="col">Status</th>
              <th scope="col" data-number data-minor>
                Read
              </th>
              <th scope="col" data-number>
                Inserted
              </th>
              <th scope="col" data-number data-minor>
                Updated
              </th>
              <th scope="col" data-number>
                Rejected
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.run_id}>
                <td>
                  <Link to={{ pathname: '/runs', search: `${search}&run=${run.run_id}` }}>{run.run_id}</Link>
                </td>
                <td>
                  {run.dataset}
                  <small>{run.user_id ?? run.source_name}</small>
                </td>
                <td>
                  <RunStatusLabel status={run.status} />
                </td>
                <td data-number data-minor>
                  {formatCount(run.rows_read)}
                </td>
                <td data-number>{formatCount(run.inserted)}</td>
                <td data-number data-minor>
                  {formatCount(run.updated)}
                </td>
                <td data-number data-bad={run.rejected > 0 || undefined}>
                  {formatCount(run.rejected)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      {rejecting.map(({ run_id, dataset, rejected }) => (
        <Panel key={run_id} title={`What was not taken of ${dataset}, run ${run_id}`}>
          <Rejects id={String(run_id)} count={rejected} />
        </Panel>
      ))}
    </>
  );
}
