import { WithDashboardData } from '../../users/dashboard-data.tsx';
import { Explore } from './explore.tsx';

/** One metric of one or several users, over any range, down to the readings. */
export default function ExplorePage() {
  return <WithDashboardData>{(data) => <Explore {...data} />}</WithDashboardData>;
}
