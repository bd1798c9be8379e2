import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { Dataset } from '../api/answers.ts';
import { datasetsQuery } from '../api/queries.ts';

export interface ChosenMetric {
  readonly datasets: readonly Dataset[];
  /** The one that the URL names, or the first; `undefined` until they are known. */
  readonly metric: Dataset | undefined;
  /** The name in the URL, if there is no such metric. */
  readonly unknown: string | undefined;
}

/** The metric that the URL names (`metric=`). */
export function useMetric(): ChosenMetric {
  const [search] = useSearchParams();
  const name = search.get('metric');
  const { data } = useQuery(datasetsQuery);
  const datasets = data?.data ?? [];
  const named = datasets.find(({ key }) => key === name);
  return {
    datasets,
    metric: named ?? datasets[0],
    unknown: data && name !== null && !named ? name : undefined,
  };
}
