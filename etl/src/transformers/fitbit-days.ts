import { daysFromCivil, isCalendarDay } from '../time/instants.ts';

/** The day that an entry of `activities-heart` is about, in days since 1970-01-01; undefined where it names none. */
export function civilDay(entry: unknown): number | undefined {
  const { dateTime } = (entry ?? {}) as { dateTime?: unknown };
  const match = typeof dateTime === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(dateTime) : null;
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return isCalendarDay(year, month, day) ? daysFromCivil(year, month, day) : undefined;
}
