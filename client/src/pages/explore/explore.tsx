import { Stack } from '@mantine/core';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { DateRangePicker } from '../../range/date-range-picker.tsx';
import { useRange } from '../../range/use-range.ts';
import { SeriesView } from '../../series/series-view.tsx';
import { useOverview } from '../../series/use-overview.ts';
import { useSeries } from '../../series/use-series.ts';
import type { DashboardData } from '../../users/dashboard-data.tsx';
import { DataControls } from '../../users/data-controls.tsx';
import { useTimeZone } from '../../users/use-time-zone.ts';
import styles from '../page.module.css';

export function Explore({ users, chosen, datasets, metric, unknown }: DashboardData) {
  const { timeZone } = useTimeZone();
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
      <DataControls users={users} chosen={chosen} datasets={datasets} metric={metric}>
        <DateRangePicker
          selection={range.selection}
          visible={range.visible}
          timeZone={timeZone}
          onSelect={range.select}
        />
      </DataControls>
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
