import { Table, useComputedColorScheme } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { Dataset, User } from '../../api/answers.ts';
import { coverageQuery } from '../../api/queries.ts';
import { dailySummaryQuery } from '../../api/summary-queries.ts';
import type { ChartSeries } from '../../charts/chart-series.ts';
import { Panel } from '../../components/panel.tsx';
import { formatDuration } from '../../time/format-time.ts';
import { MINUTE, type TimeRange } from '../../time/time-range.ts';
import { formatCount, formatPercent, formatValue } from '../../units/format-value.ts';
import { lookOf } from '../../users/colours.ts';
import { UserSwatch } from '../../users/user-swatch.tsx';
import styles from './statistics-table.module.css';
import { dailyStatistics, valueStatistics } from './statistics.ts';
import { ZoneBar } from './zone-bar.tsx';

interface StatisticsTableProps {
  readonly users: readonly User[];
  readonly allUsers: readonly User[];
  readonly metric: Dataset;
  readonly series: readonly ChartSeries[];
  readonly visible: TimeRange;
  readonly timeZone: string;
}

/** Figures of each user over the visible range; what is known by day is of the days that it touches. */
export function StatisticsTable(props: StatisticsTableProps) {
  const { users, allUsers, metric, series, visible, timeZone } = props;
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const summaries = useQuery(
    dailySummaryQuery(
      users.map(({ user_id }) => user_id),
      visible,
      timeZone,
    ),
  );
  const coverages = useQueries({
    queries: users.map(({ user_id }) => coverageQuery(user_id, metric.key, visible)),
  });
  return (
    <Panel title="Statistics of the visible range">
      <div className={styles.scroll} role="region" aria-label="Statistics of the visible range" tabIndex={0}>
        <Table verticalSpacing="sm" miw={760}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">User</Table.Th>
              {['Minimum', 'Average', 'Maximum', 'Readings', 'Resting heart rate', 'Coverage'].map(
                (title) => (
                  <Table.Th key={title} scope="col" className={styles.number ?? ''}>
                    {title}
                  </Table.Th>
                ),
              )}
              <Table.Th scope="col">Time in zones</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.map(({ user_id }, index) => {
              const points = series.find(({ id }) => id === user_id)?.points ?? [];
              const values = valueStatistics(points, visible);
              const daily = dailyStatistics(summaries.data?.data.find((one) => one.user_id === user_id));
              const coverage = coverages[index]?.data?.summary.coverage_percent;
              const total = daily.zones.reduce((sum, { minutes }) => sum + minutes, 0);
              const cells = [
                formatValue(values?.min, metric.unit),
                formatValue(values?.average, metric.unit),
                formatValue(values?.max, metric.unit),
                formatCount(values?.readings ?? 0),
                formatValue(daily.restingHeartRate, 'bpm'),
                coverage === undefined ? '–' : formatPercent(coverage),
              ];
              return (
                <Table.Tr key={user_id}>
                  <Table.Th scope="row">
                    <span className={styles.user}>
                      <UserSwatch look={lookOf(user_id, allUsers, scheme)} />
                      {user_id}
                    </span>
                  </Table.Th>
                  {cells.map((cell, column) => (
                    // The columns never change places.
                    <Table.Td key={column} className={styles.number ?? ''}>
                      {cell}
                    </Table.Td>
                  ))}
                  <Table.Td>
                    {total === 0 ? (
                      '–'
                    ) : (
                      <>
                        <ZoneBar zones={daily.zones} />
                        <span className={styles.total}>{formatDuration(total * MINUTE)} in all</span>
                      </>
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
      <p className={styles.note}>
        Resting heart rate, zones and coverage are of the days that the range touches. Coverage: days that
        were fetched whole.
      </p>
    </Panel>
  );
}
