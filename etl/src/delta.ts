import type { Dataset } from '@systole/catalog';
import type { Window } from './extractors/base-extractor.ts';
import { DAY, HOUR } from './time/instants.ts';
import type { LocalClock } from './time/local-clock.ts';

export interface DeltaQuestion {
  readonly dataset: Dataset;
  readonly clock: LocalClock;
  /** First day that is wanted at all, in days since 1970-01-01. */
  readonly firstDay: number;
  /** Instant where the wanted range ends, in microseconds: usually now. */
  readonly end: number;
  /** `MAX(timestamp)` of the user, in microseconds; undefined for an empty table. */
  readonly newest: number | undefined;
  readonly lookbackHours: number;
  readonly completeDays: ReadonlySet<number>;
  /** false: everything from `firstDay` on, whatever is there. */
  readonly isDelta: boolean;
}

export interface Delta {
  /** The days to fetch, ascending, in days since 1970-01-01 of the user's zone. */
  readonly days: readonly number[];
  /**
   * What is wanted of them: the end of the range, and, where the day that holds it is complete otherwise, the newest
   * reading less the look-back.
   */
  readonly range: Window;
}

/**
 * What to fetch: everything from the newest reading less the look-back on, for late data, and every earlier day that
 * was never fetched whole, so that a fetch that once failed in the middle leaves no hole behind `MAX(timestamp)`.
 */
export function deltaOf(question: DeltaQuestion): Delta {
  const { dataset, clock, firstDay, end, newest, lookbackHours, completeDays, isDelta } = question;
  // The end is exclusive: a range that ends at midnight holds nothing of the day that begins there.
  const lastDay = clock.dayOf(end - 1);
  let start = -Infinity;
  let firstUnsettled = firstDay;
  if (isDelta && newest !== undefined) {
    const unsettled = newest - lookbackHours * HOUR;
    // Daily rows are labelled by their civil day at 00:00 UTC, whatever the zone, and are had as a whole.
    const isDaily = dataset.kind === 'daily';
    firstUnsettled = isDaily ? Math.floor(unsettled / DAY) : clock.dayOf(unsettled);
    if (!isDaily && completeDays.has(firstUnsettled)) start = unsettled;
  }
  const days: number[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (!isDelta || day >= firstUnsettled || !completeDays.has(day)) days.push(day);
  }
  return { days, range: { start, end } };
}

/** The instants of consecutive days that lie in a range; its start counts in the first of the days only. */
export function windowOf(clock: LocalClock, days: readonly number[], range: Window): Window {
  const [first = 0] = days;
  const last = days.at(-1) ?? first;
  const dayStart = clock.startOfDay(first);
  const isStartInFirst = dayStart < range.start && range.start < clock.startOfDay(first + 1);
  return {
    start: isStartInFirst ? range.start : dayStart,
    end: Math.min(clock.startOfDay(last + 1), range.end),
  };
}

/** Cuts days, ascending, into stretches without gaps of at most `longest` days. */
export function stretches(days: readonly number[], longest: number): number[][] {
  const found: number[][] = [];
  for (const day of days) {
    const last = found.at(-1) ?? [];
    if (last.at(-1) === day - 1 && last.length < longest) last.push(day);
    else found.push([day]);
  }
  return found;
}
