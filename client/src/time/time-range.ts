/** A half-open range `[start, end)`, in milliseconds since 1970-01-01T00:00:00Z. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the API takes for a bound: RFC 3339 in UTC. */
export function toIso(instant: number): string {
  return new Date(instant).toISOString();
}

export function lengthOf({ start, end }: TimeRange): number {
  return end - start;
}

export function isSameRange(one: TimeRange, other: TimeRange): boolean {
  return one.start === other.start && one.end === other.end;
}

/** The range with a margin on both sides, as a share of its length. */
export function widen({ start, end }: TimeRange, share: number): TimeRange {
  const margin = Math.round((end - start) * share);
  return { start: start - margin, end: end + margin };
}

/** A range of the same length that lies within the bounds as far as it can. */
export function moveInto({ start, end }: TimeRange, bounds: TimeRange): TimeRange {
  const length = end - start;
  const movedStart = Math.max(bounds.start, Math.min(start, bounds.end - length));
  return { start: movedStart, end: movedStart + length };
}
