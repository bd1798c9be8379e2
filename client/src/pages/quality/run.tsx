import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import table from '../../components/table.module.css';
import {
  describePassed,
  formatMeasured,
  formatThreshold,
  measureOf,
  verdictOf,
} from '../../quality/describe-check.ts';
import { runQualityQuery, type RunQuality } from '../../quality/quality-queries.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import page from '../page.module.css';
import styles from './quality.module.css';

/** The report of the gates of one run, to be read. */
export default function RunQualityPage() {
  const { runId = '' } = useParams();
  const query = useQuery(runQualityQuery(runId));
  const search = useSharedSearch();
  return (
    <Stack gap="md">
      <nav className={styles.ways} aria-label="Of this run">
        <Link to={{ pathname: '/runs', search: `${search}&run=${encodeURIComponent(runId)}` }}>
          Run {runId}
        </Link>
        {query.data && (
          <Link to={{ pathname: `/quality/${query.data.dataset}`, search }}>
            All gates of {query.data.dataset}
          </Link>
        )}
      </nav>
      <h1 className={page.title}>Quality of run {runId}</h1>
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={420} radius="lg" />}
      {query.data && <Report quality={query.data} />}
    </Stack>
  );
}

function Report({ quality: { dataset, passed, checks } }: { readonly quality: RunQuality }) {
  const search = useSharedSearch();
  if (passed === null) {
    return (
      <Notice tone="neutral" title="This run has no gates">
        Readings of users and of patients are checked row by row: what was not taken is with the run itself.
      </Notice>
    );
  }
  const verdict = describePassed(passed);
  const failed = checks.filter((check) => !check.passed);
  const count = (severity: string) => failed.filter((check) => check.severity === severity).length;
  return (
    <>
      <Panel>
        <Facts
          facts={[
            { term: 'Dataset', value: dataset },
            { term: 'Verdict', value: <StatusLabel tone={verdict.tone}>{verdict.label}</StatusLabel> },
            { term: 'Passed', value: `${checks.length - failed.length} of ${checks.length}`, note: 'checks' },
            { term: 'Failed', value: count('critical'), note: 'critical checks' },
            { term: 'Warnings', value: count('warning') },
          ]}
        />
      </Panel>
      <Panel title="Checks">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Result</th>
              <th scope="col" data-number>
                Found
                <small>and allowed</small>
              </th>
              <th scope="col" data-minor>
                Earlier runs
              </th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => {
              const { label, tone } = verdictOf(check);
              const { name, kind, severity, value, threshold, history } = check;
              return (
                <tr key={name}>
                  <td>
                    <strong>{name}</strong>
                    <small>{measureOf(kind).what}</small>
                  </td>
                  <td>
                    <StatusLabel tone={tone}>{label}</StatusLabel>
                    <small>{severity}</small>
                  </td>
                  <td data-number data-bad={!check.passed || undefined}>
                    {formatMeasured(kind, value)}
                    <small>{formatThreshold(kind, threshold)}</small>
                  </td>
                  <td data-minor>
                    {history.length === 0 ? (
                      'none'
                    ) : (
                      <Link to={{ pathname: `/quality/${dataset}`, search }}>
                        passed in {history.filter((earlier) => earlier.passed).length} of {history.length}
                      </Link>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Panel>
    </>
  );
}
