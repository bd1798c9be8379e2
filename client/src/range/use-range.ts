import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { TimeRange } from '../time/time-range.ts';
import { useNow } from '../time/use-now.ts';
import {
  rangeToText,
  resolveSelection,
  selectionToText,
  STANDARD_SELECTION,
  stepOf,
  textToRange,
  textToSelection,
  type RangeSelection,
} from './range-selection.ts';

/**
 * The range of a page, which is in the URL: `range`, what was selected, and `zoom`, the part of the time that is
 * looked at now, where somebody has zoomed or panned.
 */
export function useRange(history: TimeRange | undefined) {
  const [search, setSearch] = useSearchParams();
  const rangeText = search.get('range');
  const zoomText = search.get('zoom');
  const parsed = useMemo(() => (rangeText === null ? undefined : textToSelection(rangeText)), [rangeText]);
  const zoom = useMemo(() => (zoomText === null ? undefined : textToRange(zoomText)), [zoomText]);
  const selection = parsed ?? STANDARD_SELECTION;
  const now = useNow(stepOf(selection));
  const selected = useMemo(() => resolveSelection(selection, now, history), [selection, now, history]);

  const select = useCallback(
    (next: RangeSelection) => {
      setSearch((before) => {
        const after = new URLSearchParams(before);
        after.set('range', selectionToText(next));
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
          if (next) after.set('zoom', rangeToText(next));
          else after.delete('zoom');
          return after;
        },
        // Going back leads to the view before, not through every step of a zoom.
        { replace: true },
      );
    },
    [setSearch],
  );

  const unreadable = [
    ...(rangeText !== null && !parsed ? [`range “${rangeText}”`] : []),
    ...(zoomText !== null && !zoom ? [`zoom “${zoomText}”`] : []),
  ];
  return { selection, visible: zoom ?? selected, isZoomed: zoom !== undefined, select, zoomTo, unreadable };
}

export type PageRange = ReturnType<typeof useRange>;
