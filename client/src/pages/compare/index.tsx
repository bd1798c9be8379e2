import { WithDashboardData } from '../../users/dashboard-data.tsx';
import { Compare } from './compare.tsx';

/** Several users on the same axes, and what sets them apart in figures. */
export default function ComparePage() {
  return <WithDashboardData>{(data) => <Compare {...data} />}</WithDashboardData>;
}
