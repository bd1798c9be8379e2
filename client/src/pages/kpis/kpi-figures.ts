import type { DayRange } from '../../range/day-range.ts';
import { addDays, type CivilDay } from '../../time/civil-day.ts';
import type { DayKpis } from './kpi-queries.ts';
import { kpis, type Goal, type Kpi, type KpiKey } from './kpis-by-key.ts';

/** A day's value in the unit of the KPI; `null`, where something for it was not noted. */
export function valueOf(day: DayKpis, key: KpiKey): number | null {
  const value = day[key];
  return value === null ? null : value * kpis[key].factor;
}

/** `+0.25 kg/week`; a dash where there is none. */
export function formatKpi(value: number | null | undefined, { decimals, unit, isSigned }: Kpi): string {
  if (value === null || value === undefined) return '–';
  const text = new Intl.NumberFormat('en-GB', {
    maximumFractionDigits: decimals,
    signDisplay: isSigned ? 'exceptZero' : 'negative',
  }).format(value);
  return unit === '' ? text : `${text} ${unit}`;
}

export interface KpiFigures {
  /** The newest day in the range that has a value. */
  readonly newest: { readonly date: CivilDay; readonly value: number } | undefined;
  /** What has changed against the day a week before it; `undefined`, where that has no value. */
  readonly change: number | undefined;
  /** How many days have a value, and on how many of them the goal was reached. */
  readonly days: number;
  readonly reached: number;
}

/** What a card says of a KPI over some days, which are in their order. */
export function kpiFigures(days: readonly DayKpis[], key: KpiKey, goal: Goal | undefined): KpiFigures {
  const values = days.flatMap((day) => {
    const value = valueOf(day, key);
    return value === null ? [] : [{ date: day.date, value }];
  });
  const newest = values.at(-1);
  const before = newest && values.find(({ date }) => date === addDays(newest.date, -7));
  return {
    newest,
    change: newest && before && newest.value - before.value,
    days: values.length,
    reached: goal ? values.filter(({ value }) => value >= goal.at).length : 0,
  };
}

/** The days within a range. */
export function daysWithin(days: readonly DayKpis[], { first, last }: DayRange): readonly DayKpis[] {
  return days.filter(({ date }) => date >= first && date <= last);
}
