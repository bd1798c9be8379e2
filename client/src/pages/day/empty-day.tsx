import { Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Dataset, User } from '../../api/answers.ts';
import { coverageQuery } from '../../api/queries.ts';
import { Notice } from '../../components/notice.tsx';
import {
  addDays,
  dayOf,
  formatDay,
  formatDayShort,
  rangeOfDays,
  type CivilDay,
} from '../../time/civil-day.ts';
import type { TimeRange } from '../../time/time-range.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { nearestDay } from './nearest-day.ts';

/** How far the nearest day with readings is looked for on either side. */
const REACH_DAYS = 1_800;

interface EmptyDayProps {
  readonly user: User;
  readonly metric: Dataset;
  readonly day: CivilDay;
  readonly history: TimeRange | undefined;
  readonly onDay: (day: CivilDay) => void;
}

/** A day without readings, and the way to the nearest that has some. */
export function EmptyDay({ user, metric, day, history, onDay }: EmptyDayProps) {
  const { time_zone, user_id } = user;
  const search = useSharedSearch();
  const first = history && dayOf(history.start, time_zone);
  const last = history && dayOf(history.end - 1_000, time_zone);
  const isWithin = first !== undefined && last !== undefined && first < day && day < last;
  const around = rangeOfDays(addDays(day, -REACH_DAYS), addDays(day, REACH_DAYS), time_zone);
  const { data } = useQuery({ ...coverageQuery(user_id, metric.key, around), enabled: isWithin });
  const nearest = isWithin
    ? data && nearestDay(day, data.data)
    : first !== undefined && day <= first
      ? first
      : last;
  const action =
    // A day whose first readings came after its picture was asked for is its own nearest, and soon has a new picture.
    nearest === undefined || nearest === day
      ? undefined
      : {
          label: `Go to ${formatDayShort(nearest)}`,
          onClick: () => {
            onDay(nearest);
          },
        };
  return (
    <Notice tone="neutral" title="No readings on this day" action={action}>
      {history ? (
        <>
          There are no readings of {user_id} on {formatDay(day)}: the watch may not have been worn, or the day
          has not been fetched. <Link to={{ pathname: '/coverage', search }}>Coverage</Link> says which.
        </>
      ) : (
        <>
          There are no readings of {user_id} yet. Fetch them with <Code>make up</Code>, or bring a file with{' '}
          <Code>npx systole import</Code>.
        </>
      )}
    </Notice>
  );
}
