import { Tooltip, useComputedColorScheme } from '@mantine/core';
import { formatDuration } from '../../time/format-time.ts';
import { MINUTE } from '../../time/time-range.ts';
import { zoneColour } from '../../users/zone-colours.ts';
import { zoneLabel } from '../../users/zone-label.ts';
import type { ZoneTime } from './statistics.ts';
import styles from './zone-bar.module.css';

/** Shares of the time in each zone, with the times themselves as text. */
export function ZoneBar({ zones }: { readonly zones: readonly ZoneTime[] }) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const text = zones
    .map(({ name, minutes }) => `${zoneLabel(name)}: ${formatDuration(minutes * MINUTE)}`)
    .join(', ');
  return (
    <Tooltip label={text} multiline maw={320}>
      <div className={styles.bar} role="img" aria-label={text} tabIndex={0}>
        {zones.map(({ name, minutes }, index) => (
          <span
            key={name}
            style={{ flexGrow: minutes, background: zoneColour(index, zones.length, scheme) }}
          />
        ))}
      </div>
    </Tooltip>
  );
}
