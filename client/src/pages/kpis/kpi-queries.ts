import { queryOptions } from '@tanstack/react-query';
import type { InferRequestType, InferResponseType } from 'hono/client';
import { ask } from '../../api/ask.ts';
import { api } from '../../api/client.ts';
import { pathPart } from '../../api/path-part.ts';
import { everyMinute } from '../../api/query-client.ts';
import { isKpis, isProfile } from './kpi-shapes.ts';

const profileOf = api.users[':id'].profile;

export type DayKpis = InferResponseType<typeof api.kpis.$get, 200>[number];
export type Profile = InferResponseType<typeof profileOf.$get, 200>;
export type SentProfile = InferRequestType<typeof profileOf.$put>['json'];

/** Before anybody noted anything, and after: a row a day is so little that all of them come at once. */
const EVER = { start_date: '1900-01-01', end_date: '2200-12-31' };

/** The KPIs of all days of a user, in their order. */
export const kpisQuery = (userId: string) =>
  queryOptions({
    queryKey: ['kpis', userId],
    refetchInterval: everyMinute,
    queryFn: ({ signal }) =>
      ask((options) => api.kpis.$get({ query: { ...EVER, user_id: userId } }, options), {
        signal,
        isAnswer: isKpis,
      }),
  });

/** What the KPIs of a user are computed with, and the goals. */
export const profileQuery = (userId: string) =>
  queryOptions({
    queryKey: ['profile', userId],
    queryFn: ({ signal }) =>
      ask((options) => profileOf.$get({ param: { id: pathPart(userId) } }, options), {
        signal,
        isAnswer: isProfile,
      }),
  });

/** All KPIs are made anew by it. @throws {ApiError} with the fields that are not accepted. */
export function saveProfile(userId: string, profile: SentProfile): Promise<Profile> {
  return ask((options) => profileOf.$put({ param: { id: pathPart(userId) }, json: profile }, options), {
    signal: new AbortController().signal,
    isAnswer: isProfile,
  });
}
