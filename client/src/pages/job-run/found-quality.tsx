import { Link } from 'react-router';
import { Panel } from '../../components/panel.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import table from '../../components/table.module.css';
import type { JobRunDetail } from '../../jobs/job-queries.ts';
import { verdictOf } from '../../quality/describe-check.ts';
import { formatCount } from '../../units/format-value.ts';
import { useSharedSearch } from '../../users/shared-search.ts';

type Quality = NonNullable<JobRunDetail['quality']>;

const exact = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });

/** Which rules rejected how many rows, and what the gates found. */
export function FoundQuality({ quality: { rejects, checks } }: { readonly quality: Quality }) {
  const search = useSharedSearch();
  return (
    <Panel title="Quality">
      {rejects.length === 0 && checks.length === 0 && 'No rule was broken, and no gate was asked.'}
      {rejects.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Dataset</th>
              <th scope="col" data-number>
                Rows rejected
              </th>
            </tr>
          </thead>
          <tbody>
            {rejects.map(({ run_id, dataset, rule, rows }) => (
              <tr key={`${run_id} ${rule}`}>
                <td>{rule}</td>
                <td>
                  {dataset}
                  <small>run {run_id}</small>
                </td>
                <td data-number data-bad>
                  {formatCount(rows)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {checks.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Result</th>
              <th scope="col" data-number>
                Found
              </th>
              <th scope="col" data-number>
                Threshold
              </th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => {
              const { label, tone } = verdictOf(check);
              return (
                <tr key={`${check.run_id} ${check.name}`}>
                  <td>
                    {check.name}
                    <small>
                      {check.dataset},{' '}
                      <Link to={{ pathname: `/runs/${check.run_id}/quality`, search }}>
                        run {check.run_id}
                      </Link>
                    </small>
                  </td>
                  <td>
                    <StatusLabel tone={tone}>{label}</StatusLabel>
                  </td>
                  <td data-number>{check.value === null ? '–' : exact.format(check.value)}</td>
                  <td data-number>{exact.format(check.threshold)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
