import { Anchor } from '@mantine/core';
import { useEffect } from 'react';
import { matchPath, NavigationType, Outlet, useLocation, useNavigationType } from 'react-router';
import { useLiveUpdates } from '../users/use-live-updates.ts';
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx';
import { Freshness } from './freshness.tsx';
import styles from './heart-rate-dashboard.module.css';
import { Navigation } from './navigation.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { pages } from './pages.ts';
import { TimeZoneSwitch } from './time-zone-switch.tsx';

/** The frame around every page: name, navigation, freshness, time zone and colour scheme. */
export function HeartRateDashboard() {
  useLiveUpdates();
  useTopOfPage();
  const { pathname } = useLocation();
  const page = pages.find(({ path }) => matchPath({ path, end: false }, pathname));
  return (
    <div className={styles.frame}>
      <title>{page ? `${page.label} · Systole` : 'Systole'}</title>
      <Anchor href="#content" className={styles.skip}>
        Skip to the content
      </Anchor>
      <header className={styles.header}>
        <div className={styles.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <span className={styles.name}>Systole</span>
        </div>
        <div className={styles.tools}>
          <Freshness />
          <TimeZoneSwitch />
          <ColourSchemeSwitch />
        </div>
      </header>
      <Navigation />
      <main id="content" tabIndex={-1} className={styles.content}>
        <PageBoundary key={pathname}>
          <Outlet />
        </PageBoundary>
      </main>
    </div>
  );
}

/** Another page begins at its top; where the browser goes back, it knows better where somebody was. */
function useTopOfPage(): void {
  const { pathname } = useLocation();
  const type = useNavigationType();
  useEffect(() => {
    if (type !== NavigationType.Pop) window.scrollTo(0, 0);
  }, [pathname, type]);
}
