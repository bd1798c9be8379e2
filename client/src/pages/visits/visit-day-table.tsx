import { useSearchParams } from 'react-router';
import { Pager } from '../../components/pager.tsx';
import { Panel } from '../../components/panel.tsx';
import table from '../../components/table.module.css';
import { formatDayShort } from '../../time/civil-day.ts';
import { formatCount } from '../../units/format-value.ts';
import { pageNumber } from '../../users/page-number.ts';
import { useSearchChange } from '../../users/use-search-change.ts';
import { formatCost } from './visit-figures.ts';
import type { VisitDay } from './visit-queries.ts';

const PAGE_SIZE = 25;

/** The days with their figures, the newest first. */
export function VisitDayTable({ days }: { readonly days: readonly VisitDay[] }) {
  const [search] = useSearchParams();
  const change = useSearchChange();
  const { number } = pageNumber(search.get('page'));
  const skip = (number - 1) * PAGE_SIZE;
  const shown = days.toReversed().slice(skip, skip + PAGE_SIZE);
  return (
    <Panel title="By day">
      <div className={table.scroll} role="region" aria-label="Visits by day" tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" data-number>
                Visits
              </th>
              <th scope="col" data-number>
                Patients
              </th>
              <th scope="col" data-number data-minor>
                Providers
              </th>
              <th scope="col" data-number>
                Total cost
              </th>
              <th scope="col" data-number data-minor>
                Average
              </th>
              <th scope="col" data-number data-minor>
                Median
              </th>
              <th scope="col" data-number data-minor>
                Cost not known
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((day) => (
              <tr key={day.visit_date}>
                <th scope="row">{formatDayShort(day.visit_date)}</th>
                <td data-number>{formatCount(day.visits)}</td>
                <td data-number>{formatCount(day.distinct_patients)}</td>
                <td data-number data-minor>
                  {formatCount(day.distinct_providers)}
                </td>
                <td data-number>{formatCost(day.total_cost)}</td>
                <td data-number data-minor>
                  {formatCost(day.average_cost)}
                </td>
                <td data-number data-minor>
                  {formatCost(day.median_cost)}
                </td>
                <td data-number data-minor>
                  {formatCount(day.visits_without_cost)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pager
        label="Pages of the days"
        page={{ total: days.length, skip, limit: PAGE_SIZE, data: shown }}
        onPage={(next) => {
          change({ page: next === 1 ? [] : [String(next)] });
        }}
      />
    </Panel>
  );
}
