import { Code, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import table from '../../components/table.module.css';
import { qualityOverviewQuery, type QualityOverview } from '../../quality/quality-queries.ts';
import { formatDateTime } from '../../time/format-time.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import page from '../page.module.css';
import styles from './quality.module.css';

/** Which tables have gates, and whether the newest file of each came through. */
export default function QualityPage() {
  const query = useQuery(qualityOverviewQuery);
  return (
    <Stack gap="md">
      <h1 className={page.title}>Quality</h1>
      <p className={styles.lead}>
        Files of tables are checked before they are published. A critical check that fails keeps the file
        back, and what was published before stays; a warning is only told.
      </p>
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={280} radius="lg" />}
      {query.data && (
        <Panel>
          <OverviewTable datasets={query.data.data} />
        </Panel>
      )}
    </Stack>
  );
}

function OverviewTable({ datasets }: { readonly datasets: QualityOverview['data'] }) {
  const { timeZone } = useTimeZone();
  const search = useSharedSearch();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Dataset</th>
          <th scope="col" className={styles.file}>
            Newest file
          </th>
          <th scope="col">Gates</th>
        </tr>
      </thead>
      <tbody>
        {datasets.map(({ dataset, description, last_run: run }) => (
          <tr key={dataset}>
            <td>
              {run ? (
                <Link to={{ pathname: `/quality/${dataset}`, search }}>{dataset}</Link>
              ) : (
                <strong>{dataset}</strong>
              )}
              <small>{description}</small>
            </td>
            <td>
              {run ? (
                <>
                  <Link to={{ pathname: `/runs/${run.run_id}/quality`, search }}>{run.source_name}</Link>
                  <small>{formatDateTime(Date.parse(run.started_at), timeZone)}</small>
                </>
              ) : (
                <>
                  none yet
                  <small>
                    <Code>npx systole import {dataset.replaceAll('_', '-')} …</Code>
                  </small>
                </>
              )}
            </td>
            <td>{run ? <Gates run={run} /> : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type LastRun = NonNullable<QualityOverview['data'][number]['last_run']>;

function Gates({ run: { checks, failed_critical, failed_warnings } }: { readonly run: LastRun }) {
  const passed = checks - failed_critical - failed_warnings;
  const others = [
    ...(failed_critical > 0 ? [`${failed_critical} failed`] : []),
    ...(failed_warnings > 0 ? [failed_warnings === 1 ? '1 warning' : `${failed_warnings} warnings`] : []),
  ];
  return (
    <>
      <StatusLabel tone={failed_critical > 0 ? 'bad' : failed_warnings > 0 ? 'warn' : 'good'}>
        {failed_critical > 0 ? 'Kept back' : 'Let through'}
      </StatusLabel>
      <small>{[`${passed} of ${checks} passed`, ...others].join(', ')}</small>
    </>
  );
}
