import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { POLL_MS, usersQuery } from '../api/queries.ts';
import { formatAge, formatExactly } from '../time/format-time.ts';
import { useNow } from '../time/use-now.ts';
import { useChosenUsers } from '../users/use-chosen-users.ts';
import { useTimeZone } from '../users/use-time-zone.ts';
import styles from './freshness.module.css';

/** Whether the page is up to date, and how old the newest reading of the users who are chosen is. */
export function Freshness() {
  const { isError, dataUpdatedAt, isPending } = useQuery(usersQuery);
  const { chosen } = useChosenUsers();
  const { timeZone } = useTimeZone();
  const now = useNow(1_000);
  if (isPending) return null;
  const newest = newestReading(chosen);
  const isLate = isError || now - dataUpdatedAt > 3 * POLL_MS;
  const data = newest === undefined ? 'no data yet' : `data ${formatAge(newest, now)}`;
  const checked = dataUpdatedAt === 0 ? 'not checked yet' : `Last checked ${formatAge(dataUpdatedAt, now)}`;
  const exactly = newest === undefined ? '' : `. Newest reading: ${formatExactly(newest, timeZone)}`;
  return (
    <Tooltip label={`${checked}${exactly}`} multiline maw={280}>
      <p className={styles.freshness} data-state={isLate ? 'late' : 'live'} tabIndex={0}>
        <span className={styles.dot} aria-hidden />
        <span>{isLate ? 'Not connected' : 'Live'}</span>
        <span className={styles.age}>· {data}</span>
      </p>
    </Tooltip>
  );
}

function newestReading(users: ReturnType<typeof useChosenUsers>['chosen']): number | undefined {
  const all = users.flatMap(({ datasets }) =>
    datasets.map(({ last_timestamp }) => Date.parse(last_timestamp)),
  );
  return all.length === 0 ? undefined : Math.max(...all);
}
