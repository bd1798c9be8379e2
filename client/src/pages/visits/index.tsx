import { Code, SegmentedControl, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { DayRangePicker } from '../../range/day-range-picker.tsx';
import { useDayRange } from '../../range/use-day-range.ts';
import { formatDayRange } from '../../time/civil-day.ts';
import { formatCount } from '../../units/format-value.ts';
import { UploadPanel } from '../../uploads/upload-panel.tsx';
import { TABLE_FILES, uploadTable } from '../../uploads/uploads.ts';
import { useSearchChange } from '../../users/use-search-change.ts';
import page from '../page.module.css';
import { VisitCharts } from './visit-charts.tsx';
import { VisitDayTable } from './visit-day-table.tsx';
import { formatCost, sumOfDays } from './visit-figures.ts';
import { visitDaysQuery, type VisitDay } from './visit-queries.ts';
import { VisitTable } from './visit-table.tsx';

const uploadVisits = uploadTable('patient_visits');
const NO_DAYS: readonly VisitDay[] = [];

/** What visits there were and what they cost: by day, and one by one. */
export default function VisitsPage() {
  const query = useQuery(visitDaysQuery);
  const [search] = useSearchParams();
  const change = useSearchChange();
  const all = query.data?.data ?? NO_DAYS;
  const [oldest, newest] = [all.at(0), all.at(-1)];
  const history = oldest && newest && { first: oldest.visit_date, last: newest.visit_date };
  const { selection, days: range, select, unreadable } = useDayRange(history, '90d');
  const days = useMemo(
    () => all.filter(({ visit_date: day }) => range && day >= range.first && day <= range.last),
    [all, range],
  );
  const table = search.get('table') === 'visits' ? 'visits' : 'days';
  return (
    <Stack gap="md">
      <h1 className={page.title}>Visits</h1>
      <UnreadableLink parts={unreadable} />
      {history && range && <DayRangePicker selection={selection} days={range} onSelect={select} />}
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={480} radius="lg" />}
      {query.data && !history && (
        <Notice tone="neutral" title="No visits yet">
          <p>
            Upload a file below, or bring one with{' '}
            <Code>npx systole import patient-visits patient_visits.csv</Code>.
          </p>
        </Notice>
      )}
      {history && days.length === 0 && (
        <Notice
          tone="neutral"
          title="No visits in these days"
          action={{
            label: 'Show all days',
            onClick: () => {
              select('all');
            },
          }}
        >
          There are visits from {formatDayRange(history.first, history.last)}.
        </Notice>
      )}
      {range && days.length > 0 && (
        <>
          <VisitFacts days={days} />
          <VisitCharts days={days} range={range} />
          <SegmentedControl
            aria-label="Table"
            size="xs"
            maw="20rem"
            data={[
              { value: 'days', label: 'By day' },
              { value: 'visits', label: 'Each visit' },
            ]}
            value={table}
            onChange={(value) => {
              change({ table: value === 'days' ? [] : [value], page: [] });
            }}
          />
          {table === 'days' ? <VisitDayTable days={days} /> : <VisitTable range={range} />}
        </>
      )}
      <UploadPanel
        title="Upload visits"
        hint="Drop a CSV here with the columns patient_id, visit_id, visit_date, diagnosis_code, provider_id, visit_cost and last_updated."
        accept={TABLE_FILES}
        upload={uploadVisits}
      />
    </Stack>
  );
}

function VisitFacts({ days }: { readonly days: readonly VisitDay[] }) {
  const { visits, withoutCost, totalCost, averageCost, days: count } = sumOfDays(days);
  return (
    <Panel title="These days together">
      <Facts
        facts={[
          { term: 'Visits', value: formatCount(visits), note: `on ${formatCount(count)} days` },
          { term: 'Total cost', value: formatCost(totalCost), note: 'of visits whose cost is known' },
          { term: 'Average cost', value: formatCost(averageCost), note: 'of a visit whose cost is known' },
          { term: 'Cost not known', value: formatCount(withoutCost), note: 'visits' },
        ]}
      />
    </Panel>
  );
}
