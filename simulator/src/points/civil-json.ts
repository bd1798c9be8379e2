import { DAY_MS } from '../series/zone-clock.ts';

/** `{"year":2026,"month":9,"day":25}` for a civil day counted from 1970-01-01. */
export function dateJson(day: number): string {
  const date = new Date(day * DAY_MS);
  return `{"year":${date.getUTCFullYear()},"month":${date.getUTCMonth() + 1},"day":${date.getUTCDate()}}`;
}

/** A civil date and time. As in protobuf's JSON, parts that are zero are left out: midnight is `"time":{}`. */
export function civilTimeJson(civilMs: number): string {
  const day = Math.floor(civilMs / DAY_MS);
  const second = Math.floor((civilMs - day * DAY_MS) / 1_000);
  const hours = Math.floor(second / 3_600);
  const minutes = Math.floor(second / 60) % 60;
  const seconds = second % 60;
  let time = hours === 0 ? '' : `"hours":${hours}`;
  if (minutes !== 0) time += `${time === '' ? '' : ','}"minutes":${minutes}`;
  if (seconds !== 0) time += `${time === '' ? '' : ','}"seconds":${seconds}`;
  return `{"date":${dateOfDay(day)},"time":{${time}}}`;
}

let lastDay = Number.NaN;
let lastDayJson = '';

/** Neighbouring readings share their day. */
function dateOfDay(day: number): string {
  if (day !== lastDay) {
    lastDay = day;
    lastDayJson = dateJson(day);
  }
  return lastDayJson;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const HOUR_MS = 3_600_000;
let lastHour = Number.NaN;
let lastHourText = '';

/** `2026-09-25T10:04:59Z`: whole seconds, without a fraction. */
export function timestampText(instantMs: number): string {
  const hour = Math.floor(instantMs / HOUR_MS);
  if (hour !== lastHour) {
    lastHour = hour;
    lastHourText = new Date(hour * HOUR_MS).toISOString().slice(0, 14);
  }
  const second = Math.floor((instantMs - hour * HOUR_MS) / 1_000);
  return `${lastHourText}${TWO_DIGITS[Math.floor(second / 60)] ?? ''}:${TWO_DIGITS[second % 60] ?? ''}Z`;
}

/** A duration in protobuf's JSON: `3600s`, `-14400s`, `0s`. */
export function durationText(ms: number): string {
  return `${ms / 1_000}s`;
}
