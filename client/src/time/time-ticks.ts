import { formatIn } from './format-time.ts';
import { DAY, HOUR, MINUTE, SECOND, type TimeRange } from './time-range.ts';
import { startOfDay, toCivil, toInstant } from './zoned-time.ts';

/** Distances that people read easily; months and years follow the calendar. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
];
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1_200];
const MONTH = 30.4 * DAY;

export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

/** Up to `most` ticks at round times of a zone, with labels that say no more than the step between them needs. */
export function timeTicks({ start, end }: TimeRange, timeZone: string, most: number): TimeTick[] {
  const least = (end - start) / Math.max(1, most);
  const clockStep = CLOCK_STEPS.find((step) => step >= least);
  if (clockStep !== undefined) return clockTicks({ start, end }, timeZone, clockStep);
  const dayStep = DAY_STEPS.find((days) => days * DAY >= least);
  if (dayStep !== undefined) return dayTicks({ start, end }, timeZone, dayStep);
  const months = MONTH_STEPS.find((count) => count * MONTH >= least) ?? 12_000;
  return monthTicks({ start, end }, timeZone, months);
}

function clockTicks({ start, end }: TimeRange, timeZone: string, step: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  // From each midnight anew: after a change of the clocks, hours are round again from the next day at the latest.
  for (let midnight = startOfDay(start, timeZone); midnight <= end;) {
    const next = startOfDay(midnight, timeZone, 1);
    const first = midnight + Math.max(0, Math.ceil((start - midnight) / step)) * step;
    for (let at = first; at < next && at <= end; at += step) {
      ticks.push({ at, label: at === midnight ? dayLabel(at, timeZone) : clockLabel(at, timeZone, step) });
    }
    midnight = next;
  }
  return ticks;
}

function dayTicks({ start, end }: TimeRange, timeZone: string, days: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  for (let at = startOfDay(start, timeZone); at <= end; at = startOfDay(at, timeZone, 1)) {
    // Counted from a Monday, so that panning does not shift which days have ticks, and weeks begin as people's do.
    const { year, month, day } = toCivil(at, timeZone);
    const number = Math.round(Date.UTC(year, month - 1, day) / DAY) + 3;
    if (at >= start && number % days === 0) ticks.push({ at, label: dayLabel(at, timeZone) });
  }
  return ticks;
}

function monthTicks({ start, end }: TimeRange, timeZone: string, months: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const { year, month } = toCivil(start, timeZone);
  const first = Math.floor((year * 12 + month - 1) / months) * months;
  for (let count = first; ; count += months) {
    const at = toInstant(
      { year: Math.floor(count / 12), month: (count % 12) + 1, day: 1, hour: 0, minute: 0, second: 0 },
      timeZone,
    );
    if (at > end) return ticks;
    if (at >= start) ticks.push({ at, label: monthLabel(at, timeZone, months) });
  }
}

const dayLabel = (at: number, timeZone: string) => formatIn(at, timeZone, { day: 'numeric', month: 'short' });

const clockLabel = (at: number, timeZone: string, step: number) =>
  formatIn(at, timeZone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(step < MINUTE ? { second: '2-digit' } : {}),
  });

const monthLabel = (at: number, timeZone: string, months: number) =>
  formatIn(at, timeZone, months < 12 ? { month: 'short', year: 'numeric' } : { year: 'numeric' });
