import { ActionIcon, Button, Popover, Select, Tooltip } from '@mantine/core';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { User } from '../../api/answers.ts';
import { addDays, formatDay, type CivilDay } from '../../time/civil-day.ts';
import { useSearchChange } from '../../users/use-search-change.ts';
import page from '../page.module.css';
import styles from './day.module.css';

// Only who chooses a day by the calendar needs one.
const DayCalendar = lazy(() => import('./day-calendar.tsx'));

interface DayControlsProps {
  readonly user: User;
  readonly users: readonly User[];
  readonly day: CivilDay;
  readonly last: CivilDay;
  readonly onDay: (day: CivilDay) => void;
}

/** Which day of whom. */
export function DayControls({ user, users, day, last, onDay }: DayControlsProps) {
  const [search] = useSearchParams();
  const changeSearch = useSearchChange();
  const chooseUser = (userId: string) => {
    const named = search.getAll('user');
    // Somebody who came from a comparison goes back to the same one.
    const others = named.includes(userId) ? named.filter((name) => name !== userId) : named.slice(1);
    changeSearch({ user: [userId, ...others] });
  };
  return (
    <div className={styles.controls}>
      <div>
        <h1 className={page.title}>{formatDay(day)}</h1>
        <p className={styles.zone}>
          A day of {user.user_id}, from midnight to midnight in {user.time_zone}
        </p>
      </div>
      <div className={styles.tools}>
        <Select
          aria-label="User"
          className={styles.user ?? ''}
          allowDeselect={false}
          searchable
          limit={200}
          data={users.map(({ user_id }) => user_id)}
          value={user.user_id}
          onChange={(userId) => {
            if (userId !== null) chooseUser(userId);
          }}
        />
        <div className={styles.days}>
          <Step label="Previous day" icon={IconChevronLeft} to={addDays(day, -1)} onDay={onDay} />
          <DayPicker day={day} last={last} onDay={onDay} />
          <Step
            label="Next day"
            icon={IconChevronRight}
            to={addDays(day, 1)}
            isDisabled={day >= last}
            onDay={onDay}
          />
        </div>
      </div>
    </div>
  );
}

interface StepProps {
  readonly label: string;
  readonly icon: typeof IconChevronLeft;
  readonly to: CivilDay;
  readonly isDisabled?: boolean;
  readonly onDay: (day: CivilDay) => void;
}

function Step({ label, icon: Icon, to, isDisabled = false, onDay }: StepProps) {
  return (
    <Tooltip label={`${label} (arrow key)`}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={label}
        disabled={isDisabled}
        onClick={() => {
          onDay(to);
        }}
      >
        <Icon size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function DayPicker({ day, last, onDay }: Pick<DayControlsProps, 'day' | 'last' | 'onDay'>) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconCalendar size={16} stroke={1.75} aria-hidden />}
          onClick={() => {
            setIsOpen((before) => !before);
          }}
        >
          Choose a day
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense
          fallback={<div className={styles.waiting} role="status" aria-label="Loading the calendar" />}
        >
          <DayCalendar
            day={day}
            last={last}
            onDay={(chosen) => {
              setIsOpen(false);
              onDay(chosen);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
