import { useSearchParams } from 'react-router';
import type { User } from '../../api/answers.ts';
import { useSearchChange } from '../../users/use-search-change.ts';

/** Whose days those are that were uploaded without saying whose. */
const STANDARD_USER = 'default';

/** Whose days are shown: in the URL, as `user`. It may be somebody who is not there yet: the first upload makes them. */
export function useKpiUser(users: readonly User[]) {
  const [search] = useSearchParams();
  const change = useSearchChange();
  const standard = users.find(({ user_id }) => user_id === STANDARD_USER) ?? users[0];
  const userId = search.get('user') ?? standard?.user_id ?? STANDARD_USER;
  return {
    userId,
    isKnown: users.some(({ user_id }) => user_id === userId),
    choose: (next: string) => {
      change({ user: [next], zoom: [] });
    },
  };
}
