import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { User } from '../../api/answers.ts';
import { rangeToText, textToRange } from '../../range/range-selection.ts';
import { dayOf, parseDay, rangeOfDay, type CivilDay } from '../../time/civil-day.ts';
import { MINUTE, type TimeRange } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { historyOf } from '../../users/history.ts';

/**
 * The day that is shown, one of the user's calendar whatever zone times are shown in, and the part of it that is looked
 * at; both in the URL (`day`, `zoom`). Without one it is the newest day with readings.
 */
export function useDay(user: User, metric: string) {
  const [search, setSearch] = useSearchParams();
  const { time_zone } = user;
  const history = useMemo(() => historyOf([user], metric), [user, metric]);
  const today = dayOf(useNow(MINUTE), time_zone);
  const dayText = search.get('day');
  const zoomText = search.get('zoom');
  const parsed = dayText === null ? undefined : parseDay(dayText);
  const newest = history && dayOf(history.end - 1_000, time_zone);
  const day = parsed ?? newest ?? today;
  const range = useMemo(() => rangeOfDay(day, time_zone), [day, time_zone]);
  const zoom = useMemo(() => (zoomText === null ? undefined : textToRange(zoomText)), [zoomText]);

  const goTo = useCallback(
    (next: CivilDay) => {
      setSearch((before) => {
        const after = new URLSearchParams(before);
        after.set('day', next);
        after.delete('zoom');
        return after;
      });
    },
    [setSearch],
  );
  const zoomTo = useCallback(
    (next: TimeRange | undefined) => {
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          // The day is stated with it: tomorrow the newest day is another.
          after.set('day', day);
          if (next) after.set('zoom', rangeToText(next));
          else after.delete('zoom');
          return after;
        },
        { replace: true },
      );
    },
    [setSearch, day],
  );

  return {
    day,
    /** The whole day. */
    range,
    visible: zoom ?? range,
    isZoomed: zoom !== undefined,
    /** The last day that can be gone to: readings may lie ahead by the clock of another machine. */
    last: newest !== undefined && newest > today ? newest : today,
    history,
    goTo,
    zoomTo,
    unreadable: [
      ...(dayText !== null && parsed === undefined ? [`day “${dayText}”`] : []),
      ...(zoomText !== null && !zoom ? [`zoom “${zoomText}”`] : []),
    ],
  };
}
