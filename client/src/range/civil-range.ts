import type { TimeRange } from '../time/time-range.ts';
import { toCivil, toInstant } from '../time/zoned-time.ts';

/** A range as a form holds it: days as `2026-11-21`, times as `14:05`; the end is not part of it. */
export interface CivilRange {
  readonly startDay: string;
  readonly startTime: string;
  readonly endDay: string;
  readonly endTime: string;
}

export function toCivilRange({ start, end }: TimeRange, timeZone: string): CivilRange {
  const [startDay, startTime] = toFields(start, timeZone);
  const [endDay, endTime] = toFields(end, timeZone);
  return { startDay, startTime, endDay, endTime };
}

/** The range of a form, or what is wrong with it, in words. */
export function fromCivilRange(civil: CivilRange, timeZone: string): TimeRange | string {
  const start = fromFields(civil.startDay, civil.startTime, timeZone);
  const end = fromFields(civil.endDay, civil.endTime, timeZone);
  if (start === undefined) return 'Choose the day and time on which the range begins.';
  if (end === undefined) return 'Choose the day and time on which the range ends.';
  return start < end ? { start, end } : 'The range must end after it begins.';
}

const two = (number: number) => String(number).padStart(2, '0');

/** The day and the time that a zone's clocks show, as fields of a form hold them. */
export function toFields(instant: number, timeZone: string): readonly [day: string, time: string] {
  const { year, month, day, hour, minute } = toCivil(instant, timeZone);
  return [`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`, `${two(hour)}:${two(minute)}`];
}

/** The instant of a day and a time by a zone's clocks; `undefined`, if one of them is none. */
export function fromFields(dayText: string, timeText: string, timeZone: string): number | undefined {
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(dayText);
  const time = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(timeText);
  if (!date || !time) return undefined;
  const [year = 0, month = 0, day = 0] = date.slice(1).map(Number);
  const [hour = 0, minute = 0] = time.slice(1).map(Number);
  return toInstant({ year, month, day, hour, minute, second: 0 }, timeZone);
}
