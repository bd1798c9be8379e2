import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { daysToText, resolveDays, textToDays, type DayRange, type DaySelection } from './day-range.ts';

/**
 * The days that a page shows: in the URL, as `days`. Choosing other days ends a zoom.
 * @param history undefined: there is nothing (yet), so that no days can be counted from it.
 */
export function useDayRange(history: DayRange | undefined, standard: DaySelection) {
  const [search, setSearch] = useSearchParams();
  const text = search.get('days');
  const parsed = useMemo(() => (text === null ? undefined : textToDays(text)), [text]);
  const selection = parsed ?? standard;
  const { first, last } = history ?? {};
  const days = useMemo(
    () =>
      first === undefined || last === undefined
        ? typeof selection === 'object'
          ? selection
          : undefined
        : resolveDays(selection, { first, last }),
    [selection, first, last],
  );
  const select = useCallback(
    (next: DaySelection) => {
      setSearch((before) => {
        const after = new URLSearchParams(before);
        after.set('days', daysToText(next));
        after.delete('zoom');
        after.delete('page');
        after.delete('cursor');
        return after;
      });
    },
    [setSearch],
  );
  return { selection, days, select, unreadable: text !== null && !parsed ? [`days “${text}”`] : [] };
}
