import { useQuery } from '@tanstack/react-query';
import { usersQuery } from '../../api/queries.ts';
import { PageSkeleton } from '../../app/page-skeleton.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { Kpis } from './kpis.tsx';

/** What a person notes of each day, and the KPIs that follow from it. Also while there is nobody: files are uploaded here. */
export default function KpisPage() {
  const users = useQuery(usersQuery);
  if (users.data) return <Kpis users={users.data.data} />;
  return users.isPending ? <PageSkeleton /> : <QueryFailure query={users} />;
}
