import { IconDots } from '@tabler/icons-react';
import { useRef } from 'react';
import { matchPath, NavLink, useLocation } from 'react-router';
import { useSharedSearch } from '../users/shared-search.ts';
import styles from './navigation.module.css';
import { pageGroups, pages, type Page } from './pages.ts';

/** As many as thumbs can tell apart, with the way to all of them beside. */
const ON_BAR = 4;
const SHEET_ID = 'all-pages';

/**
 * All pages in their groups beside the content; on a phone a bar at the bottom, where thumbs are, with the first of
 * them and a sheet with all. Users, metric and zone go along to the other page.
 */
export function Navigation() {
  const sheet = useRef<HTMLDivElement>(null);
  const search = useSharedSearch();
  const { pathname } = useLocation();
  const onBar = pages.slice(0, ON_BAR);
  const isOffBar = !onBar.some(({ path }) => matchPath({ path, end: false }, pathname));
  const linkTo = (page: Page) => (
    <NavLink
      to={{ pathname: page.path, search }}
      className={styles.link ?? ''}
      title={page.label}
      onPointerEnter={() => {
        fetchAhead(page);
      }}
      onFocus={() => {
        fetchAhead(page);
      }}
      onClick={() => {
        sheet.current?.hidePopover();
      }}
    >
      <page.icon size={20} stroke={1.75} aria-hidden />
      <span className={styles.label}>{page.label}</span>
    </NavLink>
  );
  return (
    <nav aria-label="Pages" className={styles.navigation}>
      {/* A popover by the browser's own means: Escape and a tap beside it close it. With room for it, it is no popover
          but simply there (navigation.module.css). */}
      <div ref={sheet} id={SHEET_ID} popover="auto" className={styles.groups}>
        {pageGroups.map(({ label, pages: ofGroup }) => (
          <section key={label} aria-label={label}>
            <h2 className={styles.heading}>{label}</h2>
            <ul>
              {ofGroup.map((page) => (
                <li key={page.path}>{linkTo(page)}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <ul className={styles.bar}>
        {onBar.map((page) => (
          <li key={page.path}>{linkTo(page)}</li>
        ))}
        <li>
          <button type="button" popoverTarget={SHEET_ID} className={styles.link} data-current={isOffBar}>
            <IconDots size={20} stroke={1.75} aria-hidden />
            <span className={styles.label}>All pages</span>
          </button>
        </li>
      </ul>
    </nav>
  );
}

/** Who points at a link will likely follow it. What goes wrong is said when the page is opened. */
function fetchAhead({ load }: Page): void {
  load().catch(() => undefined);
}
