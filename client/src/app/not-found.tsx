import { Link } from 'react-router';
import { Notice } from '../components/notice.tsx';
import { START_PATH } from './pages.ts';

/** A path that is no page's. */
export function NotFound() {
  return (
    <Notice tone="neutral" title="There is no such page">
      <Link to={START_PATH}>Go to the start</Link>
    </Notice>
  );
}
