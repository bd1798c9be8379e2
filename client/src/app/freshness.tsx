import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { POLL_MS, usersQuery } from '../api/queries.ts';
import { formatAge, formatExactly } from '../time/format-time.ts';
import { HOUR, SECOND } from '../time/time-range.ts';
import { useNow } from '../time/use-now.ts';
import { historyOf } from '../users/history.ts';
import { useChosenUsers } from '../users/use-chosen-users.ts';
import { useMetric } from '../users/use-metric.ts';
import { useTimeZone } from '../users/use-time-zone.ts';
import styles from './freshness.module.css';

/** Whether the page hears of what is new, and how old the newest reading of the users and the metric that are chosen is. */
export function Freshness() {
  const { isError, dataUpdatedAt, isPending } = useQuery(usersQuery);
  const { chosen } = useChosenUsers();
  const { metric } = useMetric();
  const { timeZone } = useTimeZone();
  const now = useNow(SECOND);
  if (isPending || !metric) return null;
  const newest = historyOf(chosen, metric.key)?.end;
  const isCut = isError || now - dataUpdatedAt > 3 * POLL_MS;
  const isStale = newest !== undefined && now - newest > metric.stale_after_hours * HOUR;
  const state = isCut ? 'Not connected' : isStale ? 'Stale' : 'Live';
  const age = newest === undefined ? 'no data yet' : formatAge(newest, now);
  const details = [
    dataUpdatedAt === 0 ? 'Not updated yet' : `Last updated ${formatAge(dataUpdatedAt, now)}`,
    ...(newest === undefined ? [] : [`Newest reading: ${formatExactly(newest, timeZone)}`]),
    ...(isStale ? [`Stale: ${metric.label} should be newer than ${metric.stale_after_hours} hours`] : []),
  ];
  return (
    <Tooltip label={details.join('. ')} multiline maw={280}>
      <p className={styles.freshness} data-state={isCut || isStale ? 'late' : 'live'} tabIndex={0}>
        <span className={styles.dot} aria-hidden />
        <span>{state}</span>
        <span className={styles.age}>· {age}</span>
      </p>
    </Tooltip>
  );
}
