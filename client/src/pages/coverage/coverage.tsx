import { ActionIcon, Stack, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import type { DashboardData } from '../../users/dashboard-data.tsx';
import { DataControls } from '../../users/data-controls.tsx';
import { useTimeZone } from '../../users/use-time-zone.ts';
import page from '../page.module.css';
import styles from './coverage.module.css';
import { Legend } from './legend.tsx';
import { useYear } from './use-year.ts';
import { UserCoverage } from './user-coverage.tsx';

export function Coverage({ users, chosen, datasets, metric, unknown }: DashboardData) {
  const { timeZone } = useTimeZone();
  const { year, first, last, choose, unreadable } = useYear(chosen, metric.key, timeZone);
  const steps = [
    { label: 'Previous year', icon: IconChevronLeft, to: year - 1 },
    { label: 'Next year', icon: IconChevronRight, to: year + 1 },
  ];
  return (
    <Stack gap="md">
      <h1 className={page.title}>Coverage</h1>
      <UnreadableLink parts={[...unknown, ...unreadable]} />
      <DataControls users={users} chosen={chosen} datasets={datasets} metric={metric}>
        <div className={styles.years} role="group" aria-label="Year">
          {steps.map(({ label, icon: Icon, to }, index) => (
            <Tooltip key={label} label={label}>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={label}
                disabled={to < first || to > last}
                className={index === 0 ? styles.before : styles.after}
                onClick={() => {
                  choose(to);
                }}
              >
                <Icon size={18} stroke={1.75} aria-hidden />
              </ActionIcon>
            </Tooltip>
          ))}
          <strong className={styles.year}>{year}</strong>
        </div>
      </DataControls>
      <Legend />
      {chosen.map((user) => (
        <UserCoverage
          key={user.user_id}
          user={user}
          users={users}
          metric={metric}
          year={year}
          timeZone={timeZone}
        />
      ))}
    </Stack>
  );
}
