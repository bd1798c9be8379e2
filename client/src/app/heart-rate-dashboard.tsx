import { Anchor } from '@mantine/core';
import { Outlet, useNavigation } from 'react-router';
import { useLiveUpdates } from '../users/use-live-updates.ts';
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx';
import { Freshness } from './freshness.tsx';
import styles from './heart-rate-dashboard.module.css';
import { Navigation } from './navigation.tsx';
import { TimeZoneSwitch } from './time-zone-switch.tsx';

/** The frame around every page: name, navigation, freshness, time zone and colour scheme. */
export function HeartRateDashboard() {
  useLiveUpdates();
  const isLoadingPage = useNavigation().state === 'loading';
  return (
    <div className={styles.frame}>
      <Anchor href="#content" className={styles.skip}>
        Skip to the content
      </Anchor>
      <header className={styles.header}>
        <div className={styles.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <span className={styles.name}>Systole</span>
        </div>
        <Navigation />
        <div className={styles.tools}>
          <Freshness />
          <TimeZoneSwitch />
          <ColourSchemeSwitch />
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.content} aria-busy={isLoadingPage}>
        <Outlet />
      </main>
    </div>
  );
}
