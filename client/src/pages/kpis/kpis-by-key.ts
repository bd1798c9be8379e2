import type { DayKpis, Profile } from './kpi-queries.ts';

export type KpiKey = Exclude<keyof DayKpis, 'date'>;

export interface Kpi {
  readonly label: string;
  readonly unit: string;
  /** What the API gives is multiplied by this to be in the unit. */
  readonly factor: number;
  readonly decimals: number;
  /** Whether above and below nothing mean different things. */
  readonly isSigned: boolean;
  readonly what: string;
}

const kpi = (label: string, unit: string, decimals: number, what: string, more: Partial<Kpi> = {}): Kpi => ({
  label,
  unit,
  decimals,
  what,
  factor: 1,
  isSigned: false,
  ...more,
});

/** Every KPI, in the order of the cards. docs/daily-kpis.md says how each is computed. */
export const kpis = {
  adherence_steps: kpi('Steps', '%', 0, 'Of the goal; more than the goal counts as 100 %', { factor: 100 }),
  balance_kcal: kpi('Energy balance', 'kcal', 0, 'Eaten, less spent at rest and in training', {
    isSigned: true,
  }),
  balance_7d_average: kpi('Energy balance, 7 days', 'kcal', 0, 'Mean of the day and the six before', {
    isSigned: true,
  }),
  kcal_out_total: kpi('Energy spent', 'kcal', 0, 'At rest and in training'),
  protein_per_kg: kpi('Protein', 'g/kg', 2, 'Grams for each kilogram of weight'),
  healthy_food_pct: kpi('Healthy food', '%', 1, 'Of the energy eaten, what is not junk'),
  weight_7d_avg: kpi('Weight, 7 days', 'kg', 2, 'Mean of the day and the six before'),
  weight_trend_kg_per_week: kpi('Weight trend', 'kg/week', 2, 'Slope of the line through the last 7 days', {
    isSigned: true,
  }),
  waist_change_7d: kpi('Waist', 'cm', 1, 'Change within 7 days', { isSigned: true }),
  sleep_7d_avg: kpi('Sleep, 7 days', 'h', 1, 'Mean of the day and the six before'),
  stress_7d_avg: kpi('Stress, 7 days', '', 1, 'Mean of the day and the six before, as noted'),
} as const satisfies Record<KpiKey, Kpi>;

export const KPI_KEYS = Object.keys(kpis) as readonly KpiKey[];

export interface KpiChart {
  readonly title: string;
  readonly keys: readonly [KpiKey, ...KpiKey[]];
}

/** What is drawn together: a day’s value and its mean of 7 days are one picture. */
export const kpiCharts: readonly KpiChart[] = [
  { title: 'Steps', keys: ['adherence_steps'] },
  { title: 'Energy balance', keys: ['balance_kcal', 'balance_7d_average'] },
  { title: 'Energy spent', keys: ['kcal_out_total'] },
  { title: 'Protein', keys: ['protein_per_kg'] },
  { title: 'Healthy food', keys: ['healthy_food_pct'] },
  { title: 'Weight', keys: ['weight_7d_avg'] },
  { title: 'Weight trend', keys: ['weight_trend_kg_per_week'] },
  { title: 'Waist', keys: ['waist_change_7d'] },
  { title: 'Sleep', keys: ['sleep_7d_avg'] },
  { title: 'Stress', keys: ['stress_7d_avg'] },
];

export interface Goal {
  /** In the KPI's unit. */
  readonly at: number;
  readonly text: string;
}

/** The goal that the profile sets for a KPI; `undefined`, if it sets none. */
export function goalOf(key: KpiKey, { steps_goal }: Pick<Profile, 'steps_goal'>): Goal | undefined {
  return key === 'adherence_steps'
    ? { at: 100, text: `Goal: ${new Intl.NumberFormat('en-GB').format(steps_goal)} steps` }
    : undefined;
}
