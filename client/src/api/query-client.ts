import { QueryClient, type Query } from '@tanstack/react-query';
import { ApiError, mayPass } from './api-error.ts';

/** How soon a page that shows an error asks again by itself. */
const RECOVERY_MS = 5_000;
/** What is refused stays so, unless the API is replaced by one that knows it. */
const REFUSED_RECOVERY_MS = 30_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // One quick second try hides a hiccup; what lasts is shown, and asked for again until it passes.
        retry: (failures, error) => failures < 1 && isHiccup(error),
        retryDelay: 500,
        refetchInterval: recovery,
        // Asking anyway finds out more than the browser's guess whether there is a network.
        networkMode: 'always',
      },
    },
  });
}

/** For `refetchInterval` of queries that are not polled. */
export function recovery({
  state,
}: {
  readonly state: Pick<Query['state'], 'status' | 'error'>;
}): number | false {
  if (state.status !== 'error') return false;
  return mayPass(state.error) ? RECOVERY_MS : REFUSED_RECOVERY_MS;
}

const MINUTE_MS = 60_000;

/** For `refetchInterval` of what no user's readings tell of: files, forms and jobs of a clinic change it. */
export function everyMinute(query: { readonly state: Pick<Query['state'], 'status' | 'error'> }): number {
  return recovery(query) || MINUTE_MS;
}

/** Whoever has waited for half a minute has waited enough. */
function isHiccup(error: Error): boolean {
  return mayPass(error) && !(error instanceof ApiError && error.kind === 'slow');
}
