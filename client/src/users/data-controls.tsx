import type { ReactNode } from 'react';
import pageStyles from '../pages/page.module.css';
import type { DashboardData } from './dashboard-data.tsx';
import { MetricSelect } from './metric-select.tsx';
import { useSearchChange } from './use-search-change.ts';
import { UserSelect } from './user-select.tsx';

interface DataControlsProps extends Pick<DashboardData, 'users' | 'chosen' | 'datasets' | 'metric'> {
  /** What a page asks for beside: a range, a year. */
  readonly children: ReactNode;
}

/** The row above a page's data: which metric, whose, and when. */
export function DataControls({ users, chosen, datasets, metric, children }: DataControlsProps) {
  const changeSearch = useSearchChange();
  return (
    <div className={pageStyles.controls}>
      <MetricSelect datasets={datasets} metric={metric} />
      <UserSelect
        users={users}
        chosen={chosen}
        onChange={(userIds) => {
          changeSearch({ user: userIds });
        }}
      />
      {children}
    </div>
  );
}
