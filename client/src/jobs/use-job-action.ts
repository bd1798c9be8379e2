import { useMutation, useQueryClient } from '@tanstack/react-query';
import { JOBS_KEY } from './job-queries.ts';

/** Does something to a job or a run; what is shown of jobs is asked for again, also where it was refused. */
export function useJobAction<Result, Asked = void>(
  act: (asked: Asked) => Promise<Result>,
  onDone?: (result: Result) => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (result) => onDone?.(result),
    onSettled: () => queryClient.invalidateQueries({ queryKey: JOBS_KEY }),
  });
}
