import { Progress, useComputedColorScheme } from '@mantine/core';
import { formatDayShort, utcStart } from '../../time/civil-day.ts';
import { DAY } from '../../time/time-range.ts';
import { formatCount } from '../../units/format-value.ts';
import { formatKpi, kpiFigures } from './kpi-figures.ts';
import type { DayKpis, Profile } from './kpi-queries.ts';
import { kpiSeries } from './kpi-series.ts';
import { goalOf, kpis, KPI_KEYS, type Kpi, type KpiKey } from './kpis-by-key.ts';
import styles from './kpis.module.css';
import { Sparkline } from './sparkline.tsx';

interface KpiCardsProps {
  /** At least one, in their order. */
  readonly days: readonly DayKpis[];
  /** undefined: not known (yet). */
  readonly profile: Profile | undefined;
}

/** Where each KPI stands on its newest day, how it got there, and whether the goal was reached. */
export function KpiCards({ days, profile }: KpiCardsProps) {
  return (
    <ul className={styles.cards} aria-label="KPIs">
      {KPI_KEYS.map((key) => (
        <li key={key} className={styles.card}>
          <KpiCard kpiKey={key} days={days} profile={profile} />
        </li>
      ))}
    </ul>
  );
}

function KpiCard({ kpiKey, days, profile }: KpiCardsProps & { readonly kpiKey: KpiKey }) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const kpi: Kpi = kpis[kpiKey];
  const goal = profile && goalOf(kpiKey, profile);
  const { newest, change, days: counted, reached } = kpiFigures(days, kpiKey, goal);
  const [series] = kpiSeries(days, [kpiKey], scheme);
  const [first, last] = [days.at(0), days.at(-1)];
  return (
    <>
      <h2 className={styles.name}>{kpi.label}</h2>
      <p className={styles.value}>{formatKpi(newest?.value, kpi)}</p>
      <p className={styles.note}>{kpi.what}</p>
      {series && first && last && (
        <Sparkline series={series} range={{ start: utcStart(first.date), end: utcStart(last.date) + DAY }} />
      )}
      {goal && (
        <>
          <Progress
            value={Math.min(100, ((newest?.value ?? 0) / goal.at) * 100)}
            aria-label={`${kpi.label} against the goal`}
          />
          <p className={styles.note}>
            {goal.text}, reached on {formatCount(reached)} of {formatCount(counted)} days
          </p>
        </>
      )}
      <p className={styles.note}>
        {newest ? formatDayShort(newest.date) : 'Not noted in these days'}
        {change !== undefined && ` · ${formatKpi(change, { ...kpi, isSigned: true })} in a week`}
      </p>
    </>
  );
}
