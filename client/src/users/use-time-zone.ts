import { useSearchParams } from 'react-router';
import { browserTimeZone } from '../time/zoned-time.ts';
import { useChosenUsers } from './use-chosen-users.ts';

export type ZoneChoice = 'user' | 'browser';

/**
 * The zone in which times are shown. It is part of the URL, so that a shared view reads the same. The user's is that
 * of the first user who is chosen.
 */
export function useTimeZone() {
  const [search, setSearch] = useSearchParams();
  const { chosen } = useChosenUsers();
  const choice: ZoneChoice = search.get('zone') === 'browser' ? 'browser' : 'user';
  const browser = browserTimeZone();
  return {
    choice,
    timeZone: choice === 'user' ? (chosen[0]?.time_zone ?? browser) : browser,
    choose: (next: ZoneChoice) => {
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          if (next === 'user') after.delete('zone');
          else after.set('zone', next);
          return after;
        },
        { replace: true },
      );
    },
  };
}
