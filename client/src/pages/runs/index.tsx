import { WithDashboardData } from '../../users/dashboard-data.tsx';
import { Runs } from './runs.tsx';

/** What was fetched and imported when, and what was not taken. */
export default function RunsPage() {
  return <WithDashboardData>{(data) => <Runs {...data} />}</WithDashboardData>;
}
