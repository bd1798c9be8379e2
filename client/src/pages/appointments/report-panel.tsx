import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { DailyChart } from '../../charts/daily-chart.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { fieldProblems } from '../../forms/field-problems.ts';
import type { DayRange } from '../../range/day-range.ts';
import { useDayZoom } from '../../range/use-day-zoom.ts';
import type { CivilDay } from '../../time/civil-day.ts';
import { formatCount } from '../../units/format-value.ts';
import styles from './appointments.module.css';
import { bookingSeries, rowsByDay } from './report-figures.ts';
import { ReportForm } from './report-form.tsx';
import { reportQuery, type Report } from './report-queries.ts';
import { ReportTable } from './report-table.tsx';
import { useReportArguments } from './use-report-arguments.ts';

/** One question and its answer: as a table with bars, and by day where it has days. */
export function ReportPanel({ report }: { readonly report: Report }) {
  const { name, title, parameters, columns } = report;
  const { asked, ask } = useReportArguments(parameters);
  const query = useQuery(reportQuery(name, asked));
  const { data, isPending, isPlaceholderData } = query;
  const names = parameters.map((parameter) => parameter.name);
  const { fields } = fieldProblems(query.error, names);
  const byDay = useMemo(() => data && rowsByDay(data.rows, columns), [data, columns]);
  return (
    <>
      <Panel title={title}>
        {parameters.length > 0 && (
          <ReportForm
            key={JSON.stringify(asked)}
            parameters={parameters}
            asked={asked}
            problems={fields}
            onAsk={ask}
          />
        )}
        {Object.keys(fields).length === 0 && <QueryFailure query={query} />}
        {isPending && <Skeleton h={120} />}
        {data && !query.isError && (
          <>
            {data.rows.length === 0 ? (
              <p className={styles.none}>There is none.</p>
            ) : (
              <ReportTable title={title} columns={columns} rows={data.rows} isOld={isPlaceholderData} />
            )}
            {data.truncated && (
              <p className={styles.none}>The first {formatCount(data.rows.length)} are shown.</p>
            )}
          </>
        )}
      </Panel>
      {byDay && !query.isError && byDay.counts.size > 1 && (
        <ByDay title={`${title}, by day`} days={byDay.days} counts={byDay.counts} />
      )}
    </>
  );
}

interface ByDayProps {
  readonly title: string;
  readonly days: DayRange;
  readonly counts: ReadonlyMap<CivilDay, number>;
}

function ByDay({ title, days, counts }: ByDayProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const zoom = useDayZoom(days);
  const series = useMemo(() => bookingSeries(counts, scheme), [counts, scheme]);
  return <DailyChart title={title} unit="a day" series={series} zoom={zoom} />;
}
