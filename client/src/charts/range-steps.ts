import { MINUTE, type TimeRange } from '../time/time-range.ts';

const SHORTEST = MINUTE / 6;

/** The range moved by a share of its length. */
export function panBy({ start, end }: TimeRange, share: number): TimeRange {
  const by = Math.round((end - start) * share);
  return { start: start + by, end: end + by };
}

/** The range with its length multiplied, around its middle; never shorter than ten seconds. */
export function zoomBy({ start, end }: TimeRange, factor: number): TimeRange {
  const middle = (start + end) / 2;
  const half = Math.max(SHORTEST, (end - start) * factor) / 2;
  return { start: Math.round(middle - half), end: Math.round(middle + half) };
}
