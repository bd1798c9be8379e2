import { Temporal } from 'temporal-polyfill';

/** A half-open range of instants, `[start, end)`. */
export interface TimeRange {
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
}

/** A bound as a request states it: a civil day, or an instant. */
export type Bound = Temporal.PlainDate | Temporal.Instant;

/** PostgreSQL's text for timestamps has four-digit years only between these. */
const EARLIEST = Temporal.Instant.from('0001-01-01T00:00:00Z');
const LATEST = Temporal.Instant.from('9999-12-31T23:59:59.999999Z');

/** Of every timestamp there can be. */
export const ALL_TIME: TimeRange = { start: EARLIEST, end: LATEST };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Reads a date (`2025-06-29`) or an RFC 3339 instant with its offset (`2025-06-29T10:00:00+02:00`), years 0001 to
 * 9999, up to microseconds.
 * @throws {RangeError} if the text is neither, or names a day that does not exist.
 */
export function parseBound(text: string): Bound {
  if (text.startsWith('0000')) throw new RangeError('the year is not from 0001 to 9999');
  if (DATE.test(text)) return Temporal.PlainDate.from(text, { overflow: 'reject' });
  if (!INSTANT.test(text)) throw new RangeError('neither a date nor an RFC 3339 instant');
  // Instant.from would take the 31st of June for the 1st of July.
  Temporal.PlainDate.from(text.slice(0, 10), { overflow: 'reject' });
  return Temporal.Instant.from(text);
}

/** The range between two bounds: a day as the start begins it, a day as the end is part of it. */
export function timeRange(start: Bound, end: Bound, timeZone: string): TimeRange {
  return {
    start: clamp(start instanceof Temporal.PlainDate ? startOfDay(start, timeZone) : start),
    end: clamp(end instanceof Temporal.PlainDate ? endOfDay(end, timeZone) : end),
  };
}

/** The civil days that a range touches in a time zone: `[first, end)`. */
export function civilDays(
  { start, end }: TimeRange,
  timeZone: string,
): { readonly first: Temporal.PlainDate; readonly end: Temporal.PlainDate } {
  return {
    first: start.toZonedDateTimeISO(timeZone).toPlainDate(),
    end: ceilToBucket(end, 'day', timeZone).toZonedDateTimeISO(timeZone).toPlainDate(),
  };
}

/** The range of the rows of a daily dataset, whose timestamps are civil days at 00:00 UTC. */
export function dailyRange(range: TimeRange, timeZone: string): TimeRange {
  const { first, end } = civilDays(range, timeZone);
  return { start: clamp(startOfDay(first, 'UTC')), end: clamp(startOfDay(end, 'UTC')) };
}

/** The first beginning of a minute, hour or day of a time zone that is not before the instant. */
export function ceilToBucket(
  instant: Temporal.Instant,
  unit: 'minute' | 'hour' | 'day',
  timeZone: string,
): Temporal.Instant {
  const local = instant.toZonedDateTimeISO(timeZone);
  const floor =
    unit === 'day' ? local.startOfDay() : local.round({ smallestUnit: unit, roundingMode: 'floor' });
  if (floor.epochNanoseconds === local.epochNanoseconds) return instant;
  const next = unit === 'day' ? floor.add({ days: 1 }).startOfDay() : floor.add({ [`${unit}s`]: 1 });
  return clamp(next.toInstant());
}

/** Length of a range, in seconds. */
export function lengthInSeconds({ start, end }: TimeRange): number {
  return (end.epochMilliseconds - start.epochMilliseconds) / 1_000;
}

function startOfDay(day: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return day.toZonedDateTime(timeZone).toInstant();
}

function endOfDay(day: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return startOfDay(day.add({ days: 1 }), timeZone);
}

function clamp(instant: Temporal.Instant): Temporal.Instant {
  if (Temporal.Instant.compare(instant, EARLIEST) < 0) return EARLIEST;
  return Temporal.Instant.compare(instant, LATEST) > 0 ? LATEST : instant;
}
