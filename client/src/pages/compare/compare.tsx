import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { DateRangePicker } from '../../range/date-range-picker.tsx';
import { useRange } from '../../range/use-range.ts';
import { SeriesView } from '../../series/series-view.tsx';
import { useOverview } from '../../series/use-overview.ts';
import { useSeries } from '../../series/use-series.ts';
import { standardComparison } from '../../users/choose-users.ts';
import type { DashboardData } from '../../users/dashboard-data.tsx';
import { DataControls } from '../../users/data-controls.tsx';
import { useSearchChange } from '../../users/use-search-change.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import pageStyles from '../page.module.css';
import { StatisticsTable } from './statistics-table.tsx';
import { UserToggles } from './user-toggles.tsx';

/** Who is compared where the URL names nobody: more than a few lines are a tangle. */
const STANDARD_USERS = 5;

export function Compare({ users, chosen, datasets, metric, unknown }: DashboardData) {
  const { timeZone } = useTimeZone();
  const [search] = useSearchParams();
  const changeSearch = useSearchChange();
  const hidden = search.getAll('hide').join('\n');
  const isNamed = search.has('user');
  const compared = useMemo(
    () => (isNamed ? chosen : standardComparison(users, STANDARD_USERS)),
    [isNamed, chosen, users],
  );
  const { history, overview } = useOverview(compared, users, metric, timeZone);
  const range = useRange(history);
  const { query, answer, series } = useSeries({
    users: compared,
    allUsers: users,
    metric,
    visible: range.visible,
    timeZone,
  });
  const hiddenIds = useMemo(() => new Set(hidden.split('\n')), [hidden]);
  const shown = useMemo(() => series.filter(({ id }) => !hiddenIds.has(id)), [series, hiddenIds]);
  const shownOverview = useMemo(() => overview.filter(({ id }) => !hiddenIds.has(id)), [overview, hiddenIds]);
  const toggle = (userId: string) => {
    const next = new Set(hiddenIds);
    if (!next.delete(userId)) next.add(userId);
    changeSearch({ hide: [...next].filter((id) => compared.some(({ user_id }) => user_id === id)) });
  };
  return (
    <Stack gap="md">
      <h1 className={pageStyles.title}>Compare users</h1>
      <UnreadableLink parts={[...unknown, ...range.unreadable]} />
      <DataControls users={users} chosen={compared} datasets={datasets} metric={metric}>
        <DateRangePicker
          selection={range.selection}
          visible={range.visible}
          timeZone={timeZone}
          onSelect={range.select}
        />
      </DataControls>
      <UserToggles users={compared} allUsers={users} hidden={hiddenIds} onToggle={toggle} />
      <SeriesView
        title={metric.label}
        metric={metric}
        timeZone={timeZone}
        range={range}
        query={query}
        answer={answer}
        series={shown}
        overview={shownOverview}
        history={history}
      />
      <StatisticsTable
        users={compared}
        allUsers={users}
        metric={metric}
        series={series}
        visible={range.visible}
        timeZone={timeZone}
      />
    </Stack>
  );
}
