import type { Dataset } from '@systole/catalog';
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

/**
 * The days to fetch, ascending, in days since 1970-01-01 of the user's zone: those from the newest reading less the
 * look-back on, for late data, and every earlier one that was never fetched whole, so that a fetch that once failed in
 * the middle leaves no hole behind `MAX(timestamp)`.
 */
export function daysToFetch(question: DeltaQuestion): number[] {
  const { dataset, clock, firstDay, end, newest, lookbackHours, completeDays, isDelta } = question;
  // The end is exclusive: a range that ends at midnight holds nothing of the day that begins there.
  const lastDay = clock.dayOf(end - 1);
  const lookback = lookbackHours * HOUR;
  let firstUnsettled = firstDay;
  if (isDelta && newest !== undefined) {
    // Daily rows are labelled by their civil day at 00:00 UTC, whatever the zone.
    firstUnsettled =
      dataset.kind === 'daily' ? Math.floor((newest - lookback) / DAY) : clock.dayOf(newest - lookback);
  }
  const days: number[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (!isDelta || day >= firstUnsettled || !completeDays.has(day)) days.push(day);
  }
  return days;
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
