import { Link } from 'react-router';
import { Panel } from '../../components/panel.tsx';
import table from '../../components/table.module.css';
import type { QualityHistory } from '../../quality/quality-queries.ts';
import { formatDateTime } from '../../time/format-time.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import { RunStatusLabel } from '../runs/run-table.tsx';
import { STATUSES } from '../runs/use-run-filter.ts';

/** The runs that the history is made of, the newest first, each with its report. */
export function RunList({ runs }: { readonly runs: QualityHistory['runs'] }) {
  const { timeZone } = useTimeZone();
  const search = useSharedSearch();
  return (
    <Panel title="Runs">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">File</th>
            <th scope="col">Started</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ run_id, started_at, source_name, status }) => {
            const known = STATUSES.find((one) => one === status);
            return (
              <tr key={run_id}>
                <td>
                  <Link to={{ pathname: `/runs/${run_id}/quality`, search }}>Run {run_id}</Link>
                </td>
                <td>{source_name}</td>
                <td>{formatDateTime(Date.parse(started_at), timeZone)}</td>
                <td>{known ? <RunStatusLabel status={known} /> : status}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
