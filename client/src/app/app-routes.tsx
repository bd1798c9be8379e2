import { lazy } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { HeartRateDashboard } from './heart-rate-dashboard.tsx';
import { NotFound } from './not-found.tsx';
import { routes, START_PATH } from './pages.ts';

/** Each with its own chunk, loaded when it is first opened. */
const lazyRoutes = routes.map(({ path, load }) => ({ path, Page: lazy(load) }));

export function AppRoutes() {
  return (
    <Routes>
      <Route element={<HeartRateDashboard />}>
        <Route index element={<Navigate to={START_PATH} replace />} />
        {lazyRoutes.map(({ path, Page }) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
