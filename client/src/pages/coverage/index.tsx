import { WithDashboardData } from '../../users/dashboard-data.tsx';
import { Coverage } from './coverage.tsx';

/** Which days of each user are there, as a calendar. */
export default function CoveragePage() {
  return <WithDashboardData>{(data) => <Coverage {...data} />}</WithDashboardData>;
}
