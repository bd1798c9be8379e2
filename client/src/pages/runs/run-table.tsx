import { Link, useSearchParams } from 'react-router';
import { StatusLabel } from '../../components/status-label.tsx';
import table from '../../components/table.module.css';
import { formatDateTime } from '../../time/format-time.ts';
import { SECOND } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { formatCount } from '../../units/format-value.ts';
import { describeDuration, statusWords } from './describe-run.ts';
import type { Run, RunDataset, RunStatus } from './run-queries.ts';
import styles from './runs.module.css';

interface RunTableProps {
  readonly runs: readonly Run[];
  readonly datasets: readonly RunDataset[];
  readonly timeZone: string;
  /** These are the runs of the page before: those that were asked for are on their way. */
  readonly isOld: boolean;
}

/** On a phone only what matters most has a column; everything is in the run itself. */
const COUNTS = [
  { name: 'rows_read', label: 'Read', isMinor: true },
  { name: 'inserted', label: 'Inserted', isMinor: false },
  { name: 'updated', label: 'Updated', isMinor: true },
  { name: 'unchanged', label: 'Unchanged', isMinor: true },
  { name: 'rejected', label: 'Rejected', isMinor: false },
] as const;

export function RunTable({ runs, datasets, timeZone, isOld }: RunTableProps) {
  const [search] = useSearchParams();
  const now = useNow(SECOND);
  const linkTo = (id: number) => {
    const opened = new URLSearchParams(search);
    opened.set('run', String(id));
    return { search: opened.toString() };
  };
  return (
    <table className={`${table.table ?? ''} ${styles.list ?? ''}`} data-old={isOld}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">What</th>
          <th scope="col" data-minor>
            Source
          </th>
          <th scope="col">Started</th>
          {COUNTS.map(({ name, label, isMinor }) => (
            <th key={name} scope="col" data-number data-minor={isMinor || undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.run_id}>
            <td>
              <Link to={linkTo(run.run_id)} className={styles.open} aria-label={`Run ${run.run_id}`}>
                #{run.run_id}
              </Link>
              <RunStatusLabel status={run.status} />
            </td>
            <td>
              {datasets.find(({ key }) => key === run.dataset)?.label ?? run.dataset}
              <small>{run.user_id ?? 'several users'}</small>
            </td>
            <td data-minor>
              {run.source}
              <small>{run.source_name}</small>
            </td>
            <td>
              {formatDateTime(Date.parse(run.started_at), timeZone)}
              <small>{describeDuration(run, now)}</small>
            </td>
            {COUNTS.map(({ name, label, isMinor }) => (
              <td
                key={name}
                data-number
                data-label={label}
                data-minor={isMinor || undefined}
                data-bad={(name === 'rejected' && run.rejected > 0) || undefined}
              >
                {formatCount(run[name])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function RunStatusLabel({ status }: { readonly status: RunStatus }) {
  const { label, tone } = statusWords[status];
  return <StatusLabel tone={tone}>{label}</StatusLabel>;
}
