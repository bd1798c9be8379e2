import { createBrowserRouter, Navigate } from 'react-router';
import { HeartRateDashboard } from './heart-rate-dashboard.tsx';
import { NotFound, PageFailure } from './page-failure.tsx';
import { PageSkeleton } from './page-skeleton.tsx';
import { pages } from './pages.ts';

/** One route a page, each with its own chunk, loaded when it is first opened. */
export function createRouter() {
  return createBrowserRouter([
    {
      Component: HeartRateDashboard,
      ErrorBoundary: PageFailure,
      HydrateFallback: PageSkeleton,
      children: [
        { index: true, element: <Navigate to={pages[0].path} replace /> },
        {
          // Around the pages only: the navigation outlives a page that fails.
          ErrorBoundary: PageFailure,
          children: [
            ...pages.map(({ path, load }) => ({
              path,
              lazy: async () => ({ Component: (await load()).default }),
            })),
            { path: '*', Component: NotFound },
          ],
        },
      ],
    },
  ]);
}
