/** Microseconds in a second: timestamps are counted in microseconds, PostgreSQL's resolution. */
export const SECOND = 1_000_000;
export const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

/**
 * Days from 1970-01-01 to a day of the proleptic Gregorian calendar, by integers alone.
 * Source: Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
 * @param month 1 to 12
 * @param day 1 to 31; not checked against the month, see {@link isCalendarDay}
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the calendar has that day. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (MONTH_LENGTHS[month - 1] ?? 0)) return false;
  return month !== 2 || day <= 28 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

const ZERO = '0'.charCodeAt(0);
/** What two digits are too many by when their character codes are taken for them. */
const ZEROS = 11 * ZERO;

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/**
 * Microseconds since 1970-01-01T00:00:00Z of an RFC 3339 timestamp with offset; digits beyond microseconds are cut.
 * @returns undefined where the text is no such timestamp or names no real time
 */
export function parseInstant(text: string): number | undefined {
  if (!RFC_3339.test(text)) return undefined;
  // Where each stands is known by now, and reading it there takes a third of the time of capturing it, and no memory.
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!isCalendarDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
  const isUtc = text.endsWith('Z') || text.endsWith('z');
  const offsetAt = text.length - (isUtc ? 'Z' : '+00:00').length;
  const offsetMinutes = isUtc ? 0 : twoDigits(text, offsetAt + 1) * 60 + twoDigits(text, offsetAt + 4);
  if (offsetMinutes >= 24 * 60) return undefined;
  let fraction = 0;
  for (let at = 20, unit = 100_000; at < offsetAt && unit >= 1; at += 1, unit /= 10) {
    fraction += (text.charCodeAt(at) - ZERO) * unit;
  }
  const local =
    daysFromCivil(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * SECOND + fraction;
  return local - (text.charAt(offsetAt) === '-' ? -1 : 1) * offsetMinutes * 60 * SECOND;
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - ZEROS;
}

/** `2025-06-29T00:00:00.000Z`, for logs and for statements that take a text. */
export function formatInstant(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1_000);
  const rest = microseconds - milliseconds * 1_000;
  const text = new Date(milliseconds).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
