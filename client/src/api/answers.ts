import type { Columns, Metadata } from '@systole/api';
import type { InferResponseType } from 'hono/client';
import type { api } from './client.ts';

/** The points of one user as arrays of equal length; `timestamp` in milliseconds since 1970, values in the metric's unit. */
export type ColumnsOfUser = Columns & { readonly user_id: string };

/** What the API answers, by what is asked for. */
export interface Answers {
  readonly users: InferResponseType<typeof api.users.$get, 200>;
  readonly datasets: InferResponseType<typeof api.datasets.$get, 200>;
  readonly coverage: InferResponseType<typeof api.coverage.$get, 200>;
  /** Of `format=columns`: the route's own type also holds the other formats. */
  readonly series: { readonly data: readonly ColumnsOfUser[]; readonly metadata: Metadata };
}

export type User = Answers['users']['data'][number];
export type Dataset = Answers['datasets']['data'][number];
/** How fine points are: the readings themselves, or averages of a minute, an hour or a day. */
export type Level = Metadata['query_info']['interval'];
