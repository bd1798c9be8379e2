import { DAY } from '../time/instants.ts';

/** What a person noted of a day; null: not noted, which is never 0. */
export interface DailyMetrics {
  /** `2026-01-31` */
  readonly date: string;
  readonly steps_n: number | null;
  readonly proteins_g: number | null;
  readonly kcal_in: number | null;
  readonly kcal_junk_in: number | null;
  readonly kcal_out_training: number | null;
  readonly sleep_hours: number | null;
  readonly stress_rel: number | null;
  readonly weight_kg: number | null;
  readonly waist_cm: number | null;
}

export interface Profile {
  readonly height_cm: number | null;
  readonly birth_year: number | null;
  readonly sex: 'female' | 'male' | null;
  readonly steps_goal: number;
}

export const STANDARD_PROFILE: Profile = { height_cm: null, birth_year: null, sex: null, steps_goal: 10_000 };

/** What follows from a day and the six before; null where what it is made of is missing. */
export interface DailyKpis {
  readonly date: string;
  readonly kcal_out_total: number | null;
  readonly balance_kcal: number | null;
  readonly balance_7d_average: number | null;
  readonly protein_per_kg: number | null;
  readonly healthy_food_pct: number | null;
  readonly adherence_steps: number | null;
  readonly weight_7d_avg: number | null;
  readonly waist_change_7d: number | null;
  readonly sleep_7d_avg: number | null;
  readonly stress_7d_avg: number | null;
  readonly weight_trend_kg_per_week: number | null;
}

/** A window is a day and the six before it. */
export const WINDOW_DAYS = 7;

/** Where height, birth year or sex are not known. ESPEN, guidelines on clinical nutrition: 20 to 25 kcal/kg a day. */
const RESTING_KCAL_PER_KG = 22;

/**
 * KPIs of every day that is given. Pure.
 * @param days in ascending order; days may be missing in between
 */
export function dailyKpis(days: readonly DailyMetrics[], profile: Profile): DailyKpis[] {
  const numbers = days.map(({ date }) => dayNumber(date));
  const spent = days.map((day) => kcalOutTotal(day, profile));
  const balances = days.map(({ kcal_in }, i) => difference(kcal_in, spent[i] ?? null));
  let first = 0;
  return days.map((day, i) => {
    while ((numbers[first] ?? 0) <= (numbers[i] ?? 0) - WINDOW_DAYS) first += 1;
    const window = days.slice(first, i + 1);
    return {
      date: day.date,
      kcal_out_total: spent[i] ?? null,
      balance_kcal: balances[i] ?? null,
      balance_7d_average: mean(balances.slice(first, i + 1)),
      protein_per_kg: quotient(day.proteins_g, day.weight_kg),
      healthy_food_pct: healthyFoodPercent(day),
      adherence_steps: day.steps_n === null ? null : Math.min(1, day.steps_n / profile.steps_goal),
      weight_7d_avg: mean(window.map(({ weight_kg }) => weight_kg)),
      waist_change_7d: change(window.map(({ waist_cm }) => waist_cm)),
      sleep_7d_avg: mean(window.map(({ sleep_hours }) => sleep_hours)),
      stress_7d_avg: mean(window.map(({ stress_rel }) => stress_rel)),
      weight_trend_kg_per_week: trendPerWeek(
        window.map(({ weight_kg }, at) => [numbers[first + at] ?? 0, weight_kg] as const),
      ),
    };
  });
}

/** What the body needs at rest, and training on top. */
export function kcalOutTotal(day: DailyMetrics, profile: Profile): number | null {
  const resting = restingKcal(day, profile);
  return resting === null || day.kcal_out_training === null ? null : resting + day.kcal_out_training;
}

/**
 * Kilocalories a day at rest: 10·weight + 6.25·height − 5·age + 5 (men) or − 161 (women). Mifflin, St Jeor et al.,
 * Am J Clin Nutr 1990;51:241–7. By weight alone where the profile does not say enough.
 */
function restingKcal({ weight_kg, date }: DailyMetrics, profile: Profile): number | null {
  const { height_cm, birth_year, sex } = profile;
  if (weight_kg === null) return null;
  if (height_cm === null || birth_year === null || sex === null) return RESTING_KCAL_PER_KG * weight_kg;
  const age = Number(date.slice(0, 4)) - birth_year;
  return 10 * weight_kg + 6.25 * height_cm - 5 * age + (sex === 'male' ? 5 : -161);
}

/** 100·(1 − junk / in), in percent. */
function healthyFoodPercent({ kcal_in, kcal_junk_in }: DailyMetrics): number | null {
  const junk = quotient(kcal_junk_in, kcal_in);
  return junk === null ? null : 100 * (1 - junk);
}

function mean(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return quotient(
    there.reduce((sum, value) => sum + value, 0),
    there.length,
  );
}

/** Of the last day against the earliest in the window; null where either is not there, or they are the same. */
function change(values: readonly (number | null)[]): number | null {
  const first = values.findIndex((value) => value !== null);
  if (first === values.length - 1) return null;
  return difference(values.at(-1) ?? null, values[first] ?? null);
}

/** Slope of the least-squares line through [day, value], times seven; null with fewer than two values. */
function trendPerWeek(points: readonly (readonly [number, number | null])[]): number | null {
  const there = points.flatMap(([day, value]) => (value === null ? [] : [[day, value] as const]));
  const middleDay = mean(there.map(([day]) => day));
  const middle = mean(there.map(([, value]) => value));
  if (middleDay === null || middle === null) return null;
  const slope = quotient(
    there.reduce((sum, [day, value]) => sum + (day - middleDay) * (value - middle), 0),
    there.reduce((sum, [day]) => sum + (day - middleDay) ** 2, 0),
  );
  return slope === null ? null : slope * 7;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function quotient(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

/** Days since 1970-01-01. */
function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / (DAY / 1_000);
}
