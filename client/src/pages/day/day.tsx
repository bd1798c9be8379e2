import { Stack, useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { Dataset, User } from '../../api/answers.ts';
import { slicePoints } from '../../charts/chart-series.ts';
import { Panel } from '../../components/panel.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { SeriesView } from '../../series/series-view.tsx';
import { useSeries } from '../../series/use-series.ts';
import { addDays } from '../../time/civil-day.ts';
import type { DashboardData } from '../../users/dashboard-data.tsx';
import { useTimeZone } from '../../users/use-time-zone.ts';
import { DayControls } from './day-controls.tsx';
import { DayFacts } from './day-facts.tsx';
import { useDayKeys } from './day-keys.ts';
import { dayMarks } from './day-marks.ts';
import { statisticsOf } from './day-statistics.ts';
import { EmptyDay } from './empty-day.tsx';
import { useDayContext } from './use-day-context.ts';
import { useDay } from './use-day.ts';
import { ZoneList } from './zone-list.tsx';

export function Day({ users, chosen, datasets, metric, unknown }: DashboardData) {
  const [user] = chosen;
  // One value makes no curve.
  const shown = metric.kind === 'series' ? metric : datasets.find(({ kind }) => kind === 'series');
  if (!user || !shown) return null;
  return <DayOfUser user={user} users={users} datasets={datasets} metric={shown} unknown={unknown} />;
}

interface DayOfUserProps {
  readonly user: User;
  readonly users: readonly User[];
  readonly datasets: readonly Dataset[];
  readonly metric: Dataset;
  readonly unknown: readonly string[];
}

function DayOfUser({ user, users, datasets, metric, unknown }: DayOfUserProps) {
  const { timeZone } = useTimeZone();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const day = useDay(user, metric.key);
  const { goTo, zoomTo, range } = day;
  // Hours begin where the day does.
  const options = { users: useMemo(() => [user], [user]), allUsers: users, metric, timeZone: user.time_zone };
  const whole = useSeries({ ...options, visible: range });
  const visible = useSeries({ ...options, visible: day.visible });
  const context = useDayContext(user, datasets, metric, day.day);
  const marks = useMemo(() => dayMarks(context, scheme), [context, scheme]);
  // Not those of the day before, nor of one that could not be fetched.
  const isCurrent = whole.query.isSuccess && !whole.query.isPlaceholderData;
  const ofDay = useMemo(
    () => whole.series.map((one) => ({ ...one, points: slicePoints(one.points, range) })),
    [whole.series, range],
  );
  const statistics = useMemo(
    () => (isCurrent ? statisticsOf(ofDay[0]?.points ?? []) : undefined),
    [isCurrent, ofDay],
  );
  useDayKeys((direction) => {
    const next = addDays(day.day, direction);
    if (next <= day.last) goTo(next);
  });

  return (
    <Stack gap="md">
      <DayControls user={user} users={users} day={day.day} last={day.last} onDay={goTo} />
      <UnreadableLink parts={[...unknown, ...day.unreadable]} />
      {isCurrent && !statistics ? (
        <EmptyDay user={user} metric={metric} day={day.day} history={day.history} onDay={goTo} />
      ) : (
        <SeriesView
          title={metric.label}
          metric={metric}
          timeZone={timeZone}
          range={{ ...day, select: zoomTo }}
          query={visible.query}
          answer={visible.answer}
          series={visible.series}
          overview={ofDay}
          history={range}
          marks={marks}
        />
      )}
      <Panel title="The day in figures">
        <DayFacts context={context} statistics={statistics} timeZone={timeZone} isPending={!isCurrent} />
      </Panel>
      <Panel title="Time in heart-rate zones">
        <ZoneList context={context} />
      </Panel>
    </Stack>
  );
}
