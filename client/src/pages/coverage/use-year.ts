import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { User } from '../../api/answers.ts';
import { dayOf, type CivilDay } from '../../time/civil-day.ts';
import { MINUTE } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { historyOf } from '../../users/history.ts';
import { useSearchChange } from '../../users/use-search-change.ts';

const yearOf = (day: CivilDay) => Number(day.slice(0, 4));

/** The year whose days are shown, which is in the URL (`year`); without one it is that of the newest reading. */
export function useYear(users: readonly User[], metric: string, timeZone: string) {
  const [search] = useSearchParams();
  const changeSearch = useSearchChange();
  const thisYear = yearOf(dayOf(useNow(MINUTE), timeZone));
  const history = useMemo(() => historyOf(users, metric), [users, metric]);
  const first = history ? yearOf(dayOf(history.start, timeZone)) : thisYear;
  const last = Math.max(thisYear, history ? yearOf(dayOf(history.end - 1_000, timeZone)) : thisYear);
  const text = search.get('year');
  const named = text !== null && /^\d{4}$/.test(text) ? Number(text) : undefined;
  const isReadable = named !== undefined && named >= first && named <= last;
  return {
    year: isReadable ? named : history ? yearOf(dayOf(history.end - 1_000, timeZone)) : thisYear,
    first,
    last,
    choose: (year: number) => {
      changeSearch({ year: [String(year)] });
    },
    unreadable: text !== null && !isReadable ? [`year “${text}”`] : [],
  };
}
