import { Stack } from '@mantine/core';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { DateRangePicker } from '../../range/date-range-picker.tsx';
import { useRange } from '../../range/use-range.ts';
import { SeriesView } from '../../series/series-view.tsx';
import { useOverview } from '../../series/use-overview.ts';
import { useSeries } from '../../series/use-series.ts';
import type { DashboardData } from '../../users/dashboard-data.tsx';
import { MetricSelect } from '../../users/metric-select.tsx';
import { useSearchChange } from '../../users/use-search-change.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import { UserSelect } from '../../users/user-select.tsx';
import styles from '../page.module.css';

export function Explore({ users, chosen, datasets, metric, unknown }: DashboardData) {
  const { timeZone } = useTimeZone();
  const changeSearch = useSearchChange();
  const { history, overview } = useOverview(chosen, users, metric, timeZone);
  const range = useRange(history);
  const { query, answer, series } = useSeries({
    users: chosen,
    allUsers: users,
    metric,
    visible: range.visible,
    timeZone,
  });
  return (
    <Stack gap="md">
      <h1 className={styles.title}>Explore</h1>
      <UnreadableLink parts={[...unknown, ...range.unreadable]} />
      <div className={styles.controls}>
        <MetricSelect datasets={datasets} metric={metric} />
        <UserSelect
          users={users}
          chosen={chosen}
          onChange={(userIds) => {
            changeSearch({ user: userIds });
          }}
        />
        <DateRangePicker
          selection={range.selection}
          visible={range.visible}
          timeZone={timeZone}
          onSelect={range.select}
        />
      </div>
      <SeriesView
        title={metric.label}
        metric={metric}
        timeZone={timeZone}
        range={range}
        query={query}
        answer={answer}
        series={series}
        overview={overview}
        history={history}
      />
    </Stack>
  );
}
