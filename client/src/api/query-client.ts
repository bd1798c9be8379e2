import { QueryClient, type Query } from '@tanstack/react-query';
import { mayPass } from './api-error.ts';

/** How soon a page that shows an error asks again by itself. */
const RECOVERY_MS = 5_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // One quick second try hides a hiccup; what lasts is shown, and asked for again until it passes.
        retry: (failures, error) => failures < 1 && mayPass(error),
        retryDelay: 500,
        refetchInterval: recovery,
        // Asking anyway finds out more than the browser's guess whether there is a network.
        networkMode: 'always',
      },
    },
  });
}

/** For `refetchInterval` of queries that are not polled. */
export function recovery(query: Query): number | false {
  return query.state.status === 'error' && mayPass(query.state.error) ? RECOVERY_MS : false;
}
