import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { formatDuration } from '../../time/format-time.ts';
import { MINUTE } from '../../time/time-range.ts';
import { zoneColour } from '../../users/zone-colours.ts';
import { zoneLabel } from '../../users/zone-label.ts';
import type { DayContextData } from './use-day-context.ts';
import styles from './zone-list.module.css';

/** Minutes in each zone as bars, with the zone's limits. */
export function ZoneList({ context }: { readonly context: DayContextData }) {
  const { zones, unit, isPending } = context;
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  if (isPending) return <Skeleton h={96} />;
  if (zones.length === 0) {
    return (
      <p className={styles.none}>
        No zones are known of this day. They come with the daily summary, once the day has been fetched.
      </p>
    );
  }
  const longest = Math.max(1, ...zones.map(({ minutes = 0 }) => minutes));
  return (
    <ul className={styles.zones}>
      {zones.map(({ name, min, max, minutes }, index) => (
        <li key={name} className={styles.zone}>
          <span className={styles.name}>{zoneLabel(name)}</span>
          <span className={styles.limits}>
            {min}–{max} {unit}
          </span>
          <span className={styles.track} aria-hidden>
            <span
              className={styles.bar}
              style={{
                width: `${((minutes ?? 0) / longest) * 100}%`,
                background: zoneColour(index, zones.length, scheme),
              }}
            />
          </span>
          <span className={styles.minutes}>
            {minutes === undefined ? '–' : minutes === 0 ? '0 min' : formatDuration(minutes * MINUTE)}
          </span>
        </li>
      ))}
    </ul>
  );
}
