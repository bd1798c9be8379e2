import type { ChartSeries } from '../../charts/chart-series.ts';
import { OverviewLines } from '../../series/overview-lines.tsx';
import type { TimeRange } from '../../time/time-range.ts';
import styles from './kpis.module.css';

interface SparklineProps {
  readonly series: ChartSeries;
  readonly range: TimeRange;
}

/** A curve without axes, for the shape of things; what it says stands beside it as text. */
export function Sparkline({ series, range }: SparklineProps) {
  return (
    <div className={styles.spark}>
      <OverviewLines series={[series]} history={range} />
    </div>
  );
}
