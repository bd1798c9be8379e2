import { useQuery } from '@tanstack/react-query';
import { datasetsQuery, usersQuery } from '../../api/queries.ts';
import { PageSkeleton } from '../../app/page-skeleton.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { Runs } from './runs.tsx';

/**
 * What was fetched and imported when, and what was not taken. Also while there are no users: why there are none, the
 * runs may tell.
 */
export default function RunsPage() {
  const users = useQuery(usersQuery);
  const datasets = useQuery(datasetsQuery);
  if (users.data && datasets.data) return <Runs users={users.data.data} datasets={datasets.data.data} />;
  const failed = [users, datasets].find(({ isError }) => isError);
  return failed ? <QueryFailure query={failed} /> : <PageSkeleton />;
}
