import type { Answers } from '../../api/answers.ts';
import { addDays, weekdayOf, type CivilDay } from '../../time/civil-day.ts';

export type CoverageDay = Answers['coverage']['data'][number];

/** One block of the calendar. */
export interface Month {
  /** `2026-11` */
  readonly key: string;
  /** Rows from Monday to Sunday; `undefined`: a day of another month, or one that is not asked about. */
  readonly weeks: readonly (readonly (CoverageDay | undefined)[])[];
}

/** The months of a run of consecutive days. */
export function monthsOf(days: readonly CoverageDay[]): readonly Month[] {
  const months = new Map<string, CoverageDay[]>();
  for (const day of days) {
    const key = day.day.slice(0, 7);
    const month = months.get(key);
    if (month) month.push(day);
    else months.set(key, [day]);
  }
  return [...months].map(([key, ofMonth]) => ({ key, weeks: weeksOf(`${key}-01`, ofMonth) }));
}

function weeksOf(first: CivilDay, days: readonly CoverageDay[]): Month['weeks'] {
  const blanks = weekdayOf(first) - 1;
  const weeks: ((CoverageDay | undefined)[] | undefined)[] = [];
  for (const day of days) {
    const place = blanks + Number(day.day.slice(8)) - 1;
    (weeks[Math.floor(place / 7)] ??= [])[place % 7] = day;
  }
  return Array.from(weeks, (week) => Array.from({ length: 7 }, (_, weekday) => week?.[weekday]));
}

/** How dark a day is: 0 without readings, up to 4 for as many as the fullest day has. */
export function shadeOf(readings: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (readings <= 0 || most <= 0) return 0;
  return Math.min(4, Math.ceil((4 * readings) / most)) as 1 | 2 | 3 | 4;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** The day that a key leads to, as in every calendar; `undefined`: the key means nothing here. */
export function dayAfterKey(
  key: string,
  from: CivilDay,
  first: CivilDay,
  last: CivilDay,
): CivilDay | undefined {
  const step = STEPS[key];
  const to =
    step === undefined
      ? { Home: first, End: last, PageUp: sameDayOfMonth(from, -1), PageDown: sameDayOfMonth(from, 1) }[key]
      : addDays(from, step);
  if (to === undefined) return undefined;
  return to < first ? first : to > last ? last : to;
}

/** Of a month too short for the day it is the last. */
function sameDayOfMonth(day: CivilDay, months: number): CivilDay {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}
