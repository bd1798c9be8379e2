import { Link, useRouteError } from 'react-router';
import { Notice } from '../components/notice.tsx';
import { pages } from './pages.ts';

/** A page that could not be loaded or drawn. */
export function PageFailure() {
  const error = useRouteError();
  return (
    <Notice
      tone="bad"
      title="This page could not be shown"
      action={{
        label: 'Reload',
        onClick: () => {
          location.reload();
        },
      }}
    >
      {error instanceof Error ? error.message : 'An unknown error came up.'} It may have been replaced by a
      newer version: reloading fetches that.
    </Notice>
  );
}

/** A path that is no page's. */
export function NotFound() {
  return (
    <Notice tone="neutral" title="There is no such page">
      Go to <Link to={pages[0].path}>{pages[0].label}</Link>.
    </Notice>
  );
}
