import { Skeleton } from '@mantine/core';
import { Facts } from '../../components/facts.tsx';
import { formatIn } from '../../time/format-time.ts';
import { formatCount, formatValue } from '../../units/format-value.ts';
import type { DayStatistics } from './day-statistics.ts';
import type { DayContextData } from './use-day-context.ts';

interface DayFactsProps {
  readonly context: DayContextData;
  readonly statistics: DayStatistics | undefined;
  readonly timeZone: string;
  readonly isPending: boolean;
}

export function DayFacts({ context, statistics, timeZone, isPending }: DayFactsProps) {
  if (isPending || context.isPending) return <Skeleton h={48} />;
  const { resting, unit } = context;
  const clock = (at: number) => formatIn(at, timeZone, { hour: '2-digit', minute: '2-digit' });
  return (
    <Facts
      facts={[
        { term: 'Resting heart rate', value: formatValue(resting, unit) },
        { term: 'Average', value: formatValue(statistics?.average, unit) },
        { term: 'Lowest', value: formatValue(statistics?.min, unit) },
        { term: 'Highest', value: formatValue(statistics?.max, unit) },
        {
          term: 'Readings',
          value: formatCount(statistics?.readings ?? 0),
          ...(statistics ? { note: `from ${clock(statistics.first)} to ${clock(statistics.last)}` } : {}),
        },
      ]}
    />
  );
}
