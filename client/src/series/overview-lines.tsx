import { memo } from 'react';
import { valueLimits, type ChartPoint, type ChartSeries } from '../charts/chart-series.ts';
import { lengthOf, type TimeRange } from '../time/time-range.ts';
import styles from './history-brush.module.css';

const WIDTH = 1_000;
const HEIGHT = 100;

interface OverviewLinesProps {
  readonly series: readonly ChartSeries[];
  readonly history: TimeRange;
}

/** Averages of the whole history as thin lines, stretched to where they stand. */
export const OverviewLines = memo(function OverviewLines({ series, history }: OverviewLinesProps) {
  // Averages only: the band of a month would leave no line to be seen.
  const limits = valueLimits(
    series.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, min: point.y, max: point.y })),
    })),
  );
  const pathOf = (points: readonly ChartPoint[]) => {
    let command = 'M';
    return points
      .map(({ x, y }) => {
        if (Number.isNaN(y)) {
          command = 'M';
          return '';
        }
        const left = ((x - history.start) / lengthOf(history)) * WIDTH;
        const top = HEIGHT - ((y - limits.min) / (limits.max - limits.min)) * HEIGHT;
        const step = `${command}${left.toFixed(1)} ${top.toFixed(1)}`;
        command = 'L';
        return step;
      })
      .join('');
  };
  return (
    <svg className={styles.lines} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {series.map(({ id, look, points }) => (
        <path key={id} d={pathOf(points)} stroke={look.colour} strokeDasharray={look.dash.join(' ')} />
      ))}
    </svg>
  );
});
