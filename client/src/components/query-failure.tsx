import type { UseQueryResult } from '@tanstack/react-query';
import { ApiError, mayPass } from '../api/api-error.ts';
import { Notice } from './notice.tsx';

/** Says in words why a query has no answer, with a way to try again; queries whose trouble may pass also retry themselves. */
export function QueryFailure({ query }: { readonly query: Pick<UseQueryResult, 'error' | 'refetch'> }) {
  const { error, refetch } = query;
  if (!error) return null;
  return (
    <Notice
      tone={mayPass(error) ? 'warn' : 'bad'}
      title={error instanceof ApiError ? error.title : 'Something went wrong'}
      action={{ label: 'Try again', onClick: () => void refetch() }}
    >
      {error.message}
    </Notice>
  );
}
