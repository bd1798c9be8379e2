import { lengthOf, MINUTE, moveInto, type TimeRange } from '../time/time-range.ts';

/** What of the window is held: one of its edges, or all of it. */
export type Grip = 'start' | 'end' | 'move';

/** Where an instant lies in the history, from 0 to 1. */
export function shareOf(instant: number, history: TimeRange): number {
  return Math.min(1, Math.max(0, (instant - history.start) / Math.max(1, lengthOf(history))));
}

/** The window after it was dragged by so many milliseconds. It stays in the history and at least a minute long. */
export function dragWindow(from: TimeRange, grip: Grip, by: number, history: TimeRange): TimeRange {
  const start = Math.round(from.start + (grip === 'end' ? 0 : by));
  const end = Math.round(from.end + (grip === 'start' ? 0 : by));
  if (grip === 'move') return moveInto({ start, end }, history);
  return grip === 'start'
    ? { start: Math.min(Math.max(start, history.start), end - MINUTE), end }
    : { start, end: Math.max(Math.min(end, history.end), start + MINUTE) };
}
