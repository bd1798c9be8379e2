import { useMemo } from 'react';
import { utcStart } from '../time/civil-day.ts';
import { DAY } from '../time/time-range.ts';
import type { DayRange } from './day-range.ts';
import { useChartZoom } from './use-chart-zoom.ts';

/** The part of some days that all charts of a page show. Half a day of air keeps the first and the last dot whole. */
export function useDayZoom({ first, last }: DayRange) {
  const whole = useMemo(
    () => ({ start: utcStart(first) - DAY / 2, end: utcStart(last) + DAY / 2 }),
    [first, last],
  );
  return useChartZoom(whole);
}
