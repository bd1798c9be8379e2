import type { Fact } from '../../components/facts.tsx';
import { formatExactValue } from '../../patients/describe-reading.ts';
import type { Trend } from '../../patients/patient-queries.ts';
import { formatDate } from '../../time/format-time.ts';
import { formatCount, formatPercent } from '../../units/format-value.ts';

export const trendWords = {
  increasing: 'increasing',
  decreasing: 'decreasing',
  stable: 'stable',
  volatile: 'volatile',
  insufficient_data: 'too few readings',
} as const satisfies Record<Trend['trend'], string>;

export const healthTones = {
  improving: 'good',
  stable: 'neutral',
  declining: 'bad',
} as const satisfies Record<NonNullable<Trend['health']>, string>;

/** `increasing, declining`; that a stable trend is stable is not said twice. */
export function describeTrend({ trend, health }: Pick<Trend, 'trend' | 'health'>): string {
  return health === null || health === 'stable' ? trendWords[trend] : `${trendWords[trend]}, ${health}`;
}

/** The figures that a trend was judged by; those that there are too few readings for are left out. */
export function trendFigures(trend: Trend, timeZone: string): Pick<Fact, 'term' | 'value'>[] {
  const { unit } = trend;
  const share = (value: number) => formatPercent(value * 100);
  const signed = (value: number, text: string) => (value > 0 ? `+${text}` : text);
  const figures: [term: string, value: number | null, text: (value: number) => string][] = [
    ['Slope', trend.slope_per_day, (value) => signed(value, `${formatExactValue(value)} ${unit} a day`)],
    ['Explained by the line (R²)', trend.r_squared, formatExactValue],
    ['Change over the window', trend.relative_change, (value) => signed(value, share(value))],
    ['Variation', trend.coefficient_of_variation, share],
    ['Average of the last 7 days', trend.moving_average_7d, (value) => `${formatExactValue(value)} ${unit}`],
    ['Weekly pattern', trend.weekly_seasonality, formatExactValue],
  ];
  const day = (text: string) => formatDate(Date.parse(text), timeZone);
  return [
    ...figures.flatMap(([term, value, text]) => (value === null ? [] : [{ term, value: text(value) }])),
    { term: 'Readings', value: formatCount(trend.points) },
    { term: 'Window', value: `${day(trend.window_start)} – ${day(trend.window_end)}` },
  ];
}
