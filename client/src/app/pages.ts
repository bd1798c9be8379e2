import {
  IconActivityHeartbeat,
  IconCalendarStats,
  IconChartHistogram,
  IconHistory,
  IconUsers,
} from '@tabler/icons-react';

/** The pages in the order of the navigation. A page is a folder of pages/ and a line here. */
export const pages = [
  {
    path: '/explore',
    label: 'Explore',
    icon: IconActivityHeartbeat,
    load: () => import('../pages/explore/index.tsx'),
  },
  { path: '/compare', label: 'Compare', icon: IconUsers, load: () => import('../pages/compare/index.tsx') },
  { path: '/day', label: 'Day', icon: IconChartHistogram, load: () => import('../pages/day/index.tsx') },
  {
    path: '/coverage',
    label: 'Coverage',
    icon: IconCalendarStats,
    load: () => import('../pages/coverage/index.tsx'),
  },
  { path: '/runs', label: 'Runs', icon: IconHistory, load: () => import('../pages/runs/index.tsx') },
] as const;
