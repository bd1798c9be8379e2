import styles from './chart-legend.module.css';
import type { ChartSeries } from './chart-series.ts';

/** Which curve is which, where there are several. */
export function ChartLegend({ series }: { readonly series: readonly ChartSeries[] }) {
  if (series.length < 2) return null;
  return (
    <ul className={styles.legend}>
      {series.map(({ id, label, look, style }) => (
        <li key={id}>
          <svg width="18" height="12" aria-hidden>
            {style === 'rings' ? (
              <circle cx="9" cy="6" r="4.5" fill="none" stroke={look.colour} strokeWidth="2" />
            ) : (
              <line
                x1="0"
                y1="6"
                x2="18"
                y2="6"
                stroke={look.colour}
                strokeWidth="3"
                strokeDasharray={look.dash.join(' ')}
              />
            )}
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
