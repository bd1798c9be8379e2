import { MINUTE } from './time-range.ts';

/** What a clock on the wall and a calendar show, without a zone. Month from 1 to 12. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format is costly to make and used thousands of times. */
function partsFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** The civil time of an instant (milliseconds since 1970) in a time zone. */
export function toCivil(instant: number, timeZone: string): CivilTime {
  const parts: Record<string, string> = {};
  for (const { type, value } of partsFormat(timeZone).formatToParts(instant)) parts[type] = value;
  const year = Number(parts.year);
  return {
    year: parts.era === 'BC' ? 1 - year : year,
    month: Number(parts.month),
    day: Number(parts.day),
    hour: Number(parts.hour),
    minute: Number(parts.minute),
    second: Number(parts.second),
  };
}

/** What a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, timeZone: string): number {
  const wholeSecond = Math.floor(instant / 1_000) * 1_000;
  return asIfUtc(toCivil(wholeSecond, timeZone)) - wholeSecond;
}

/**
 * The instant of a civil time in a time zone. Fields may overflow, as with Date: day 32 is the next month's.
 * Of a time that comes twice it is the first; a time that is skipped is moved on by what the clocks are.
 */
export function toInstant(civil: CivilTime, timeZone: string): number {
  const guess = asIfUtc(civil);
  // The offsets of a day before and after are those on either side of any change near by.
  const before = guess - offsetAt(guess - 24 * 60 * MINUTE, timeZone);
  const after = guess - offsetAt(guess + 24 * 60 * MINUTE, timeZone);
  if (offsetAt(before, timeZone) === guess - before) return before;
  return offsetAt(after, timeZone) === guess - after ? after : before;
}

/** Midnight at which the day of an instant began, or that of a day so many days later. */
export function startOfDay(instant: number, timeZone: string, laterDays = 0): number {
  const { year, month, day } = toCivil(instant, timeZone);
  return toInstant({ year, month, day: day + laterDays, hour: 0, minute: 0, second: 0 }, timeZone);
}

/** The time zone of this browser. */
export function browserTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function asIfUtc({ year, month, day, hour, minute, second }: CivilTime): number {
  // Date.UTC takes years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1_000;
}
