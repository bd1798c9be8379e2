import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useSettled } from '../series/use-settled.ts';
import type { TimeRange } from '../time/time-range.ts';
import { rangeToText, textToRange } from './range-selection.ts';

/** How long zooming or panning must rest before it is written into the URL. */
const SETTLED_MS = 200;

/** The part of the whole that all charts of a page show; in the URL, as `zoom`. */
export function useChartZoom(whole: TimeRange) {
  const [search, setSearch] = useSearchParams();
  const text = search.get('zoom');
  const zoom = useMemo(() => (text === null ? undefined : textToRange(text)), [text]);
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
  const onRangeChange = useSettled(zoomTo, SETTLED_MS);
  return {
    visible: zoom ?? whole,
    isZoomed: zoom !== undefined,
    /** At once, as by a button. */
    zoomTo,
    /** With every step of a movement. */
    onRangeChange,
    unreadable: text !== null && !zoom ? [`zoom “${text}”`] : [],
  };
}

export type ChartZoom = ReturnType<typeof useChartZoom>;
