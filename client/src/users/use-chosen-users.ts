import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { usersQuery } from '../api/queries.ts';
import { chooseUsers, type ChosenUsers } from './choose-users.ts';

/** The users that the URL names (`user=`, once for each). */
export function useChosenUsers(): ChosenUsers {
  const [search] = useSearchParams();
  const names = search.getAll('user').join('\n');
  const { data } = useQuery(usersQuery);
  return useMemo(() => chooseUsers(data?.data, names === '' ? [] : names.split('\n')), [data, names]);
}
