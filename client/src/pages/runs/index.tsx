import { useQuery } from '@tanstack/react-query';
import { datasetsQuery, usersQuery } from '../../api/queries.ts';
import { PageSkeleton } from '../../app/page-skeleton.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { qualityOverviewQuery } from '../../quality/quality-queries.ts';
import type { RunDataset } from './run-queries.ts';
import { Runs } from './runs.tsx';

/** What has runs besides the series of users and the tables of files. */
const CLINIC = ['patients', 'biometrics', 'biometric_trends'];

/** `patient_visits` is Patient visits. */
const labelled = (key: string): RunDataset => ({
  key,
  label: key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' '),
});

/**
 * What was fetched and imported when, and what was not taken. Also while there are no users: why there are none, the
 * runs may tell.
 */
export default function RunsPage() {
  const users = useQuery(usersQuery);
  const datasets = useQuery(datasetsQuery);
  const tables = useQuery(qualityOverviewQuery);
  if (users.data && datasets.data && tables.data) {
    const others = tables.data.data.map(({ dataset }) => dataset);
    return (
      <Runs
        users={users.data.data}
        datasets={[...datasets.data.data, ...[...CLINIC, ...others].map(labelled)]}
      />
    );
  }
  const failed = [users, datasets, tables].find(({ isError }) => isError);
  return failed ? <QueryFailure query={failed} /> : <PageSkeleton />;
}
