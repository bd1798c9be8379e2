import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { usersQuery } from '../api/queries.ts';

/**
 * Asks for everything that is shown again as soon as any user has something new. While nobody has, a poll is one
 * request that is answered with 304.
 */
export function useLiveUpdates(): void {
  const queryClient = useQueryClient();
  const { data } = useQuery(usersQuery);
  const shown = useRef(data);
  useEffect(() => {
    // A 304 gives the same object again.
    if (shown.current && shown.current !== data) {
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] !== usersQuery.queryKey[0],
      });
    }
    shown.current = data;
  }, [data, queryClient]);
}
