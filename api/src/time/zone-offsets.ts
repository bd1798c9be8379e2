import { Temporal } from 'temporal-polyfill';
import type { TimeRange } from './time-range.ts';

/** The offset from UTC that a time zone has from an instant on. */
interface Period {
  readonly from: number;
  readonly seconds: number;
}

/**
 * Until Monrovia changed on this day there were offsets with seconds. Nothing that Systole stores was recorded before,
 * so that every offset is whole minutes.
 */
const WHOLE_MINUTES_SINCE = Temporal.Instant.from('1972-01-08T00:00:00Z');

/** From then on the rules that are in force today repeat. */
const RULES_REPEAT_AFTER = Temporal.Instant.from('2040-01-01T00:00:00Z').epochMilliseconds;

/** Finding a zone's changes takes tens of milliseconds, and there are only some hundred zones. */
const periodsByZone = new Map<string, readonly Period[]>();

/** Every offset from UTC, in seconds, that a time zone has in a range; always whole minutes. */
export function offsetsWithin({ start, end }: TimeRange, timeZone: string): ReadonlySet<number> {
  const periods = periodsOf(timeZone);
  const first = periods.findLastIndex(({ from }) => from <= start.epochMilliseconds);
  return new Set(
    periods
      .filter(({ from }, index) => index >= first && (index <= first || from < end.epochMilliseconds))
      .map(({ seconds }) => seconds),
  );
}

function periodsOf(timeZone: string): readonly Period[] {
  const known = periodsByZone.get(timeZone);
  if (known) return known;
  const periods: Period[] = [];
  let at: Temporal.ZonedDateTime | null = WHOLE_MINUTES_SINCE.toZonedDateTimeISO(timeZone);
  while (at && at.epochMilliseconds < RULES_REPEAT_AFTER) {
    periods.push({ from: at.epochMilliseconds, seconds: at.offsetNanoseconds / 1e9 });
    at = at.getTimeZoneTransition('next');
  }
  periodsByZone.set(timeZone, periods);
  return periods;
}
