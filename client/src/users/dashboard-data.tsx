import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Dataset, User } from '../api/answers.ts';
import { datasetsQuery, usersQuery } from '../api/queries.ts';
import { PageSkeleton } from '../app/page-skeleton.tsx';
import { NoUsers } from '../components/no-users.tsx';
import { QueryFailure } from '../components/query-failure.tsx';
import { useChosenUsers } from './use-chosen-users.ts';
import { useMetric } from './use-metric.ts';

export interface DashboardData {
  /** At least one. */
  readonly users: readonly User[];
  /** At least one. */
  readonly chosen: readonly User[];
  readonly datasets: readonly Dataset[];
  readonly metric: Dataset;
  /** Names in the URL that mean nothing, in words. */
  readonly unknown: readonly string[];
}

/** Shows its content once users and metrics are known; until then a skeleton, what went wrong, or that nobody is there yet. */
export function WithDashboardData({ children }: { readonly children: (data: DashboardData) => ReactNode }) {
  const usersAnswer = useQuery(usersQuery);
  const datasetsAnswer = useQuery(datasetsQuery);
  const { users, chosen, unknown } = useChosenUsers();
  const { datasets, metric, unknown: unknownMetric } = useMetric();
  if (usersAnswer.data && chosen.length === 0) return <NoUsers />;
  if (usersAnswer.data && metric) {
    const unknownParts = [
      ...unknown.map((name) => `user “${name}”`),
      ...(unknownMetric === undefined ? [] : [`metric “${unknownMetric}”`]),
    ];
    return children({ users, chosen, datasets, metric, unknown: unknownParts });
  }
  const failed = [usersAnswer, datasetsAnswer].find(({ isError }) => isError);
  return failed ? <QueryFailure query={failed} /> : <PageSkeleton />;
}
