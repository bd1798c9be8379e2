import { useSearchParams } from 'react-router';
import type { User } from '../../api/answers.ts';
import { useSearchChange } from '../../users/use-search-change.ts';
import type { RunDataset, RunFilter, RunStatus } from './run-queries.ts';

export const STATUSES = ['running', 'success', 'partial', 'failed', 'no_op'] as const satisfies RunStatus[];

/**
 * Which runs are shown, and which one is open: all in the URL (`user`, `dataset`, `status`, `cursor`, `run`). Without
 * them it is all runs of everybody.
 */
export function useRunFilter(users: readonly User[], datasets: readonly RunDataset[]) {
  const [search] = useSearchParams();
  const change = useSearchChange();
  const userId = search.get('user') ?? undefined;
  const dataset = search.get('dataset') ?? undefined;
  const status = search.get('status') ?? undefined;
  const isUser = users.some(({ user_id }) => user_id === userId);
  const isDataset = datasets.some(({ key }) => key === dataset);
  const knownStatus = STATUSES.find((known) => known === status);
  const filter: RunFilter = {
    userId: isUser ? userId : undefined,
    dataset: isDataset ? dataset : undefined,
    status: knownStatus,
    cursor: search.get('cursor') ?? undefined,
  };
  return {
    filter,
    openRun: search.get('run') ?? undefined,
    unreadable: [
      ...(userId !== undefined && !isUser ? [`user “${userId}”`] : []),
      ...(dataset !== undefined && !isDataset ? [`dataset “${dataset}”`] : []),
      ...(status !== undefined && knownStatus === undefined ? [`status “${status}”`] : []),
    ],
    /** Another filter begins at its first page. */
    setFilter: (name: 'user' | 'dataset' | 'status', value: string | null) => {
      change({ [name]: value === null ? [] : [value], cursor: [], run: [] });
    },
    showAll: () => {
      change({ user: [], dataset: [], status: [], cursor: [], run: [] });
    },
    goTo: (cursor: string | undefined) => {
      change({ cursor: cursor === undefined ? [] : [cursor] });
    },
    close: () => {
      change({ run: [] });
    },
  };
}
