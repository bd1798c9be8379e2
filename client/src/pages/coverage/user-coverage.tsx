import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answers, Dataset, User } from '../../api/answers.ts';
import { coverageQuery } from '../../api/queries.ts';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { dayOf, rangeOfDays } from '../../time/civil-day.ts';
import { formatAge, formatDate, formatDateTime } from '../../time/format-time.ts';
import { MINUTE } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { formatCount, formatPercent } from '../../units/format-value.ts';
import { historyOf } from '../../users/history.ts';
import { CoverageCalendar } from './coverage-calendar.tsx';
import styles from './coverage.module.css';

interface UserCoverageProps {
  readonly user: User;
  readonly users: readonly User[];
  readonly metric: Dataset;
  readonly year: number;
  readonly timeZone: string;
}

/** One user's year: the days in figures and as a calendar. */
export function UserCoverage({ user, metric, year, timeZone }: UserCoverageProps) {
  const range = useDaysOfYear(user, metric, year);
  const query = useQuery({
    ...coverageQuery(user.user_id, metric.key, range ?? { start: 0, end: 1 }),
    enabled: range !== undefined,
  });
  const { data, isPending } = query;
  return (
    <Panel title={user.user_id}>
      {range === undefined ? (
        <p className={styles.none}>
          There are no readings of {user.user_id} in {year}. Choose another year, or another metric.
        </p>
      ) : (
        <>
          <QueryFailure query={query} />
          {isPending && <Skeleton h={360} />}
          {data && (
            <>
              <CoverageFacts coverage={data} isDaily={metric.kind === 'daily'} timeZone={timeZone} />
              <CoverageCalendar user={user} days={data.data} />
            </>
          )}
        </>
      )}
    </Panel>
  );
}

/** From the user's first day, or the year's, to today: a day that was nobody's to fetch is no gap. */
function useDaysOfYear(user: User, metric: Dataset, year: number) {
  const today = dayOf(useNow(MINUTE), user.time_zone);
  return useMemo(() => {
    const { time_zone } = user;
    const history = historyOf([user], metric.key);
    if (!history) return undefined;
    // The days of a daily dataset stand at 00:00 UTC, whatever the user's zone.
    const begun = dayOf(history.start, metric.kind === 'daily' ? 'UTC' : time_zone);
    const first = begun > `${year}-01-01` ? begun : `${year}-01-01`;
    const last = today < `${year}-12-31` ? today : `${year}-12-31`;
    return first <= last ? rangeOfDays(first, last, time_zone) : undefined;
  }, [user, metric, year, today]);
}

interface CoverageFactsProps {
  readonly coverage: Answers['coverage'];
  readonly isDaily: boolean;
  readonly timeZone: string;
}

function CoverageFacts({ coverage, isDaily, timeZone }: CoverageFactsProps) {
  const now = useNow(MINUTE);
  const { summary, first_timestamp, last_timestamp, stale } = coverage;
  const instant = (text: string | null) => {
    if (text === null) return '–';
    // A value of a whole day has no time of its own.
    return isDaily ? formatDate(Date.parse(text), 'UTC') : formatDateTime(Date.parse(text), timeZone);
  };
  const others = (['partial', 'failed', 'missing'] as const)
    .filter((status) => summary[status] > 0)
    .map((status) => `${formatCount(summary[status])} ${status}`);
  return (
    <Facts
      facts={[
        {
          term: 'Coverage',
          value: formatPercent(summary.coverage_percent),
          note: `${formatCount(summary.complete)} of ${formatCount(summary.days)} days complete`,
        },
        { term: 'Not complete', value: others.length === 0 ? 'none' : others.join(', ') },
        { term: 'First reading', value: instant(first_timestamp) },
        {
          term: 'Last reading',
          value: instant(last_timestamp),
          note: last_timestamp === null ? undefined : formatAge(Date.parse(last_timestamp), now),
        },
        {
          term: 'Freshness',
          value: <StatusLabel tone={stale ? 'warn' : 'good'}>{stale ? 'Stale' : 'Fresh'}</StatusLabel>,
        },
      ]}
    />
  );
}
