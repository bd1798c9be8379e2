import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { newestRunId, startRun } from './run-queries.ts';

/** How often is looked whether the run is there: people wait for it. */
const LOOK_MS = 1_000;

interface Awaited {
  readonly userId: string;
  /** The newest run before. */
  readonly after: number;
  readonly isQueued: boolean;
}

/** Has the ingestion service of a user run, and looks until the run shows up. */
export function useRunNow() {
  const queryClient = useQueryClient();
  const [awaited, setAwaited] = useState<Awaited>();
  const start = useMutation({
    mutationFn: async (userId: string): Promise<Awaited> => {
      const { signal } = new AbortController();
      const after = await newestRunId(userId, signal);
      const { status } = await startRun(userId, signal);
      return { userId, after, isQueued: status === 'queued' };
    },
    onMutate: () => {
      setAwaited(undefined);
    },
    onSuccess: setAwaited,
  });
  const newest = useQuery({
    queryKey: ['runs', 'awaited', awaited],
    queryFn: ({ signal }) => newestRunId(awaited?.userId ?? '', signal),
    enabled: awaited !== undefined,
    refetchInterval: ({ state }) => ((state.data ?? 0) > (awaited?.after ?? 0) ? false : LOOK_MS),
  });
  const seen = awaited && newest.data !== undefined && newest.data > awaited.after ? newest.data : undefined;
  useEffect(() => {
    if (seen !== undefined) void queryClient.invalidateQueries({ queryKey: ['runs'] });
  }, [seen, queryClient]);
  return { start, awaited, seen };
}
