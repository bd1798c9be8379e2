import { useState } from 'react';
import type { TimeRange } from '../time/time-range.ts';
import { useSettled } from './use-settled.ts';

/** How long zooming, panning or dragging must rest before anything is fetched for it. */
const SETTLED_MS = 200;

/**
 * The range to show while somebody moves it: at once, although it goes into the URL and is fetched only when it rests.
 * Browsers refuse to write the URL with every step of a drag.
 */
export function useMovingRange(visible: TimeRange, zoomTo: (range: TimeRange) => void) {
  const [moving, setMoving] = useState<TimeRange>();
  const [arrived, setArrived] = useState(visible);
  const settle = useSettled(zoomTo, SETTLED_MS);
  if (visible !== arrived) {
    setArrived(visible);
    setMoving(undefined);
  }
  return {
    shown: moving ?? visible,
    moveTo: (range: TimeRange) => {
      setMoving(range);
      settle(range);
    },
    /** For whoever shows the steps already, as the chart does its own zooming. */
    settle,
  };
}
