import { Code, Skeleton, Tooltip } from '@mantine/core';
import {
  IconArrowDownRight,
  IconArrowUpRight,
  IconArrowRight,
  IconDots,
  IconWaveSine,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Notice } from '../../components/notice.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { labelOfType } from '../../patients/biometric-types.ts';
import { trendsQuery, type Trend } from '../../patients/patient-queries.ts';
import { formatDateTime } from '../../time/format-time.ts';
import { describeTrend, healthTones, trendFigures } from './describe-trend.ts';
import styles from './trend-chips.module.css';

const ICONS = {
  increasing: IconArrowUpRight,
  decreasing: IconArrowDownRight,
  stable: IconArrowRight,
  volatile: IconWaveSine,
  insufficient_data: IconDots,
} as const satisfies Record<Trend['trend'], unknown>;

interface TrendChipsProps {
  readonly patientId: string;
  readonly timeZone: string;
}

/** Where the readings go, a chip for each type; the figures behind it come up under the pointer and with the focus. */
export function TrendChips({ patientId, timeZone }: TrendChipsProps) {
  const query = useQuery(trendsQuery(patientId));
  const { data, isPending } = query;
  if (isPending) return <Skeleton h={40} radius="xl" />;
  if (!data) return <QueryFailure query={query} />;
  const [first] = data.data;
  if (!first) {
    return (
      <Notice tone="neutral" title="No trends yet">
        <p>
          <Code>npx systole analyse-trends</Code> finds them, in the readings of the 30 days up to now.
        </p>
      </Notice>
    );
  }
  return (
    <section aria-label="Trends">
      <ul className={styles.chips}>
        {data.data.map((trend) => (
          <li key={trend.biometric_type}>
            <Chip trend={trend} timeZone={timeZone} />
          </li>
        ))}
      </ul>
      <p className={styles.analysed}>As of {formatDateTime(Date.parse(first.analyzed_at), timeZone)}</p>
    </section>
  );
}

function Chip({ trend, timeZone }: { readonly trend: Trend; readonly timeZone: string }) {
  const Icon = ICONS[trend.trend];
  return (
    <Tooltip
      events={{ hover: true, focus: true, touch: true }}
      label={
        <dl className={styles.figures}>
          {trendFigures(trend, timeZone).map(({ term, value }) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      }
    >
      <button
        type="button"
        className={styles.chip}
        data-tone={trend.health === null ? 'neutral' : healthTones[trend.health]}
      >
        <Icon size={16} stroke={2} aria-hidden />
        <span>{labelOfType(trend.biometric_type)}</span>
        <strong>{describeTrend(trend)}</strong>
      </button>
    </Tooltip>
  );
}
