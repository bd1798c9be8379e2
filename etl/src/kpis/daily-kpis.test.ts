import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dailyKpis,
  STANDARD_PROFILE,
  type DailyKpis,
  type DailyMetrics,
  type Profile,
} from './daily-kpis.ts';

const EMPTY: DailyMetrics = {
  date: '2026-01-01',
  steps_n: null,
  proteins_g: null,
  kcal_in: null,
  kcal_junk_in: null,
  kcal_out_training: null,
  sleep_hours: null,
  stress_rel: null,
  weight_kg: null,
  waist_cm: null,
};
const day = (changes: Partial<DailyMetrics>): DailyMetrics => ({ ...EMPTY, ...changes });
const only = (changes: Partial<DailyMetrics>, profile: Profile = STANDARD_PROFILE): DailyKpis => {
  const [kpis] = dailyKpis([day(changes)], profile);
  if (!kpis) throw new Error('no KPIs of the day');
  return kpis;
};
const FULL: Profile = { height_cm: 180, birth_year: 1986, sex: 'male', steps_goal: 8_000 };

describe('KPIs of a day', () => {
  it('are those computed by hand', () => {
    const kpis = only(
      {
        steps_n: 6_000,
        proteins_g: 160,
        kcal_in: 2_000,
        kcal_junk_in: 250,
        kcal_out_training: 300,
        sleep_hours: 7.5,
        stress_rel: 3,
        weight_kg: 80,
        waist_cm: 90,
      },
      FULL,
    );
    // At rest: 10·80 + 6.25·180 − 5·40 + 5 = 1730.
    expect(kpis).toEqual({
      date: '2026-01-01',
      kcal_out_total: 2_030,
      balance_kcal: -30,
      balance_7d_average: -30,
      protein_per_kg: 2,
      healthy_food_pct: 87.5,
      adherence_steps: 0.75,
      weight_7d_avg: 80,
      waist_change_7d: null,
      sleep_7d_avg: 7.5,
      stress_7d_avg: 3,
      weight_trend_kg_per_week: null,
    });
  });

  it('spend 161 kcal less than the formula for women, and 22 kcal a kilogram where the profile is not known', () => {
    const noted = { weight_kg: 80, kcal_out_training: 0 };
    expect(only(noted, { ...FULL, sex: 'female' }).kcal_out_total).toBe(1_564);
    expect(only(noted).kcal_out_total).toBe(1_760);
    expect(only(noted, { ...FULL, birth_year: null }).kcal_out_total).toBe(1_760);
  });

  it('are null where something is missing, never 0', () => {
    const { date, ...kpis } = only({});
    expect(date).toBe('2026-01-01');
    expect(Object.values(kpis).every((value) => value === null)).toBe(true);
    expect(only({ weight_kg: 80, kcal_in: 2_000 }).balance_kcal).toBeNull();
    expect(only({ kcal_in: 2_000 }).healthy_food_pct).toBeNull();
  });

  it('are null where they would divide by nothing', () => {
    expect(only({ kcal_in: 0, kcal_junk_in: 0 }).healthy_food_pct).toBeNull();
    expect(only({ proteins_g: 100, weight_kg: 0 }).protein_per_kg).toBeNull();
  });

  it('do not reward more steps than the goal', () => {
    expect(only({ steps_n: 25_000 }).adherence_steps).toBe(1);
    expect(only({ steps_n: 0 }).adherence_steps).toBe(0);
  });
});

describe('KPIs of a week', () => {
  const weights = (entries: readonly (readonly [string, number | null])[]) =>
    dailyKpis(
      entries.map(([date, weight_kg]) => day({ date, weight_kg, waist_cm: weight_kg })),
      STANDARD_PROFILE,
    );

  it('look at the day and the six before, over the days there are', () => {
    const kpis = weights([
      ['2026-01-01', 80],
      ['2026-01-03', null],
      ['2026-01-07', 82],
      ['2026-01-08', 84],
    ]);
    expect(kpis.map(({ weight_7d_avg }) => weight_7d_avg)).toEqual([80, 80, 81, 83]);
    expect(kpis.map(({ waist_change_7d }) => waist_change_7d)).toEqual([null, null, 2, 2]);
    // 2 kg in 6 days, then 2 kg in a day.
    expect(kpis.map(({ weight_trend_kg_per_week }) => weight_trend_kg_per_week)).toEqual([
      null,
      null,
      expect.closeTo(14 / 6, 10),
      expect.closeTo(14, 10),
    ]);
  });

  it('cross the end of a month, a leap day and a change of clocks', () => {
    const kpis = weights([
      ['2024-02-23', 70],
      ['2024-02-29', 76],
      ['2024-03-01', 80],
    ]);
    expect(kpis.map(({ weight_7d_avg }) => weight_7d_avg)).toEqual([70, 73, 78]);
  });

  it('are what a naive reading of their definitions gives', () => {
    const value = fc.option(fc.integer({ min: 0, max: 500 }));
    const isoDay = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
    const days = fc
      .uniqueArray(fc.record({ offset: fc.nat(30), weight: value, sleep: value }), {
        selector: ({ offset }) => offset,
      })
      .map((list) => list.sort((a, b) => a.offset - b.offset));
    fc.assert(
      fc.property(days, (list) => {
        const kpis = dailyKpis(
          list.map(({ offset, weight, sleep }) =>
            day({ date: isoDay(offset), weight_kg: weight, sleep_hours: sleep }),
          ),
          STANDARD_PROFILE,
        );
        list.forEach(({ offset }, i) => {
          const window = list.filter((other) => other.offset <= offset && other.offset >= offset - 6);
          const slept = window.flatMap(({ sleep }) => sleep ?? []);
          const sum = slept.reduce((total, hours) => total + hours, 0);
          expect(kpis[i]?.sleep_7d_avg).toEqual(slept.length === 0 ? null : sum / slept.length);
          const weighed = window.flatMap(({ offset: x, weight: y }) => (y === null ? [] : [[x, y] as const]));
          const n = weighed.length;
          const sumOf = (f: (x: number, y: number) => number) =>
            weighed.reduce((total, [x, y]) => total + f(x, y), 0);
          const slope =
            (n * sumOf((x, y) => x * y) - sumOf((x) => x) * sumOf((_, y) => y)) /
            (n * sumOf((x) => x * x) - sumOf((x) => x) ** 2);
          const trend = kpis[i]?.weight_trend_kg_per_week ?? null;
          if (n < 2) expect(trend).toBeNull();
          else expect(trend).toBeCloseTo(7 * slope, 6);
        });
      }),
    );
  });
});
