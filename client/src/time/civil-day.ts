import { formatDate, formatIn } from './format-time.ts';
import { DAY, type TimeRange } from './time-range.ts';
import { toCivil, toInstant } from './zoned-time.ts';

/** A day of the calendar, without a zone: `2026-11-21`. Texts of such days sort as the days do. */
export type CivilDay = string;

/** The day that a text states; `undefined`, if the calendar has no such day. */
export function parseDay(text: string): CivilDay | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = utcStart(text);
  // Date.parse takes the 31st of June for the 1st of July.
  return Number.isNaN(instant) || fromUtcStart(instant) !== text ? undefined : text;
}

/** The day that a zone's calendar shows at an instant. */
export function dayOf(instant: number, timeZone: string): CivilDay {
  const { year, month, day } = toCivil(instant, timeZone);
  return fromUtcStart(Date.UTC(year, month - 1, day));
}

/** From a day's midnight to the next by the clocks of a zone: 23 to 25 hours. */
export function rangeOfDay(day: CivilDay, timeZone: string): TimeRange {
  return { start: startOf(day, timeZone), end: startOf(addDays(day, 1), timeZone) };
}

/** From the first midnight of a day to the last of another, both days included. */
export function rangeOfDays(first: CivilDay, last: CivilDay, timeZone: string): TimeRange {
  return { start: startOf(first, timeZone), end: startOf(addDays(last, 1), timeZone) };
}

export function addDays(day: CivilDay, count: number): CivilDay {
  return fromUtcStart(utcStart(day) + count * DAY);
}

/** How many days the second is after the first. */
export function daysBetween(first: CivilDay, second: CivilDay): number {
  return Math.round((utcStart(second) - utcStart(first)) / DAY);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: CivilDay): number {
  return new Date(utcStart(day)).getUTCDay() || 7;
}

/** `Saturday, 21 November 2026` */
export function formatDay(day: CivilDay): string {
  return formatIn(utcStart(day), 'UTC', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** `Sat, 21 Nov 2026` */
export function formatDayShort(day: CivilDay): string {
  return formatIn(utcStart(day), 'UTC', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

/** `1 Sept 2025 – 18 Mar 2026`; a single day once. */
export function formatDayRange(first: CivilDay, last: CivilDay): string {
  const [from, to] = [first, last].map((day) => formatDate(utcStart(day), 'UTC'));
  return first === last ? (from ?? '') : `${from} – ${to}`;
}

/** 00:00 UTC of a day: the timestamp of its row in a `daily` dataset, whatever the user's zone. */
export function utcStart(day: CivilDay): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function startOf(day: CivilDay, timeZone: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return toInstant({ year, month, day: date, hour: 0, minute: 0, second: 0 }, timeZone);
}

function fromUtcStart(instant: number): CivilDay {
  return new Date(instant).toISOString().slice(0, 10);
}
