import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import table from '../../components/table.module.css';
import type { DayRange } from '../../range/day-range.ts';
import { formatDayShort } from '../../time/civil-day.ts';
import { formatCost } from './visit-figures.ts';
import { visitsQuery } from './visit-queries.ts';

/** Each visit of the days, from the first day on. */
export function VisitTable({ range }: { readonly range: DayRange }) {
  const query = useInfiniteQuery(visitsQuery(range));
  const visits = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Panel title="Each visit">
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={240} />}
      {visits.length > 0 && (
        <table className={table.table} data-old={query.isPlaceholderData}>
          <thead>
            <tr>
              <th scope="col">Visit</th>
              <th scope="col">Day</th>
              <th scope="col">Patient</th>
              <th scope="col" data-minor>
                Provider
              </th>
              <th scope="col" data-minor>
                Diagnosis
              </th>
              <th scope="col" data-number>
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {visits.map((visit) => (
              <tr key={visit.visit_id}>
                <th scope="row">{visit.visit_id}</th>
                <td>{formatDayShort(visit.visit_date)}</td>
                <td>{visit.patient_id}</td>
                <td data-minor>{visit.provider_id ?? '–'}</td>
                <td data-minor>{visit.diagnosis_code ?? '–'}</td>
                <td data-number>{formatCost(visit.visit_cost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Panel>
  );
}
