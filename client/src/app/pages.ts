import {
  IconActivityHeartbeat,
  IconCalendarStats,
  IconCalendarUser,
  IconChartHistogram,
  IconChecklist,
  IconClipboardHeart,
  IconHistory,
  IconSitemap,
  IconStethoscope,
  IconTarget,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** A path and the code that shows it, which is fetched when it is first gone to. */
export interface PageRoute {
  /** As React Router has it: `/runs`, `/patients/:patientId`. */
  readonly path: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** A page with a place in the navigation; it is marked there for everything beneath its path as well. */
export interface Page extends PageRoute {
  readonly label: string;
  readonly icon: typeof IconHistory;
}

export interface PageGroup {
  readonly label: string;
  readonly pages: readonly Page[];
}

/** The pages in the order of the navigation. A page is a folder of pages/ and an entry here. */
export const pageGroups: readonly PageGroup[] = [
  {
    label: 'Readings',
    pages: [
      {
        path: '/explore',
        label: 'Explore',
        icon: IconActivityHeartbeat,
        load: () => import('../pages/explore/index.tsx'),
      },
      {
        path: '/compare',
        label: 'Compare',
        icon: IconUsers,
        load: () => import('../pages/compare/index.tsx'),
      },
      { path: '/day', label: 'Day', icon: IconChartHistogram, load: () => import('../pages/day/index.tsx') },
      { path: '/kpis', label: 'Daily KPIs', icon: IconTarget, load: () => import('../pages/kpis/index.tsx') },
    ],
  },
  {
    label: 'Clinic',
    pages: [
      {
        path: '/patients',
        label: 'Patients',
        icon: IconStethoscope,
        load: () => import('../pages/patients/index.tsx'),
      },
      {
        path: '/visits',
        label: 'Visits',
        icon: IconClipboardHeart,
        load: () => import('../pages/visits/index.tsx'),
      },
      {
        path: '/appointments',
        label: 'Appointments',
        icon: IconCalendarUser,
        load: () => import('../pages/appointments/index.tsx'),
      },
    ],
  },
  {
    label: 'Data',
    pages: [
      {
        path: '/coverage',
        label: 'Coverage',
        icon: IconCalendarStats,
        load: () => import('../pages/coverage/index.tsx'),
      },
      { path: '/runs', label: 'Runs', icon: IconHistory, load: () => import('../pages/runs/index.tsx') },
      { path: '/jobs', label: 'Jobs', icon: IconSitemap, load: () => import('../pages/jobs/index.tsx') },
      {
        path: '/quality',
        label: 'Quality',
        icon: IconChecklist,
        load: () => import('../pages/quality/overview.tsx'),
      },
    ],
  },
];

export const pages: readonly Page[] = pageGroups.flatMap((group) => group.pages);

/** Every route. One that is only reached from another page, such as that of one patient, is a line here alone. */
export const routes: readonly PageRoute[] = [
  ...pages,
  { path: '/patients/:patientId', load: () => import('../pages/patient/index.tsx') },
  { path: '/jobs/:jobName', load: () => import('../pages/job/index.tsx') },
  { path: '/job-runs/:runId', load: () => import('../pages/job-run/index.tsx') },
  { path: '/quality/:dataset', load: () => import('../pages/quality/dataset.tsx') },
  { path: '/runs/:runId/quality', load: () => import('../pages/quality/run.tsx') },
];

/** Where the dashboard opens. */
export const START_PATH = '/explore';
