import { WithDashboardData } from '../../users/dashboard-data.tsx';
import { Day } from './day.tsx';

/** One day of one user: the curve before what explains it. */
export default function DayPage() {
  return <WithDashboardData>{(data) => <Day {...data} />}</WithDashboardData>;
}
