import { Button, Popover, SegmentedControl } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { formatDayRange } from '../time/civil-day.ts';
import styles from './date-range-picker.module.css';
import { dayPresets, type DayPresetKey, type DayRange, type DaySelection } from './day-range.ts';

const DayRangeCalendar = lazy(() => import('./day-range-calendar.tsx'));

interface DayRangePickerProps {
  readonly selection: DaySelection;
  readonly days: DayRange;
  readonly onSelect: (selection: DaySelection) => void;
}

/** Presets, and a calendar for all other days. */
export function DayRangePicker({ selection, days, onSelect }: DayRangePickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const text = formatDayRange(days.first, days.last);
  return (
    <div className={styles.picker}>
      <SegmentedControl
        aria-label="Days"
        size="xs"
        className={styles.presets ?? ''}
        data={dayPresets.map(({ key, label, name }) => ({
          value: key,
          label: <abbr title={name}>{label}</abbr>,
        }))}
        value={typeof selection === 'string' ? selection : ''}
        onChange={(key) => {
          onSelect(key as DayPresetKey);
        }}
      />
      <Popover
        opened={isOpen}
        onChange={setIsOpen}
        position="bottom-start"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal
      >
        <Popover.Target>
          <Button
            variant="default"
            size="xs"
            h={34}
            leftSection={<IconCalendar size={16} stroke={1.75} aria-hidden />}
            aria-label={`Choose the days. Shown: ${text}`}
            onClick={() => {
              setIsOpen((before) => !before);
            }}
          >
            {text}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense
            fallback={<div className={styles.waiting} role="status" aria-label="Loading the calendar" />}
          >
            <DayRangeCalendar
              days={days}
              onSelect={(chosen) => {
                setIsOpen(false);
                onSelect(chosen);
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
