import { Button, Popover, SegmentedControl } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { formatRange } from '../time/format-time.ts';
import type { TimeRange } from '../time/time-range.ts';
import styles from './date-range-picker.module.css';
import { presets, type PresetKey, type RangeSelection } from './range-selection.ts';

// The calendar is a fifth of the page's code, and most visits need none.
const RangeForm = lazy(() => import('./range-form.tsx'));

interface DateRangePickerProps {
  readonly selection: RangeSelection;
  /** What is shown at the moment, which may be a part of the selection. */
  readonly visible: TimeRange;
  readonly timeZone: string;
  readonly onSelect: (selection: RangeSelection) => void;
}

/** Presets, and a calendar with times for everything else. */
export function DateRangePicker({ selection, visible, timeZone, onSelect }: DateRangePickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={styles.picker}>
      <SegmentedControl
        aria-label="Range"
        size="xs"
        className={styles.presets ?? ''}
        data={presets.map(({ key, label, name }) => ({
          value: key,
          label: <abbr title={name}>{label}</abbr>,
        }))}
        value={typeof selection === 'string' ? selection : ''}
        onChange={(key) => {
          onSelect(key as PresetKey);
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
            aria-label={`Choose a range. Shown: ${formatRange(visible, timeZone)}`}
            onClick={() => {
              setIsOpen((before) => !before);
            }}
          >
            {formatRange(visible, timeZone)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense
            fallback={<div className={styles.waiting} role="status" aria-label="Loading the calendar" />}
          >
            <RangeForm
              range={visible}
              timeZone={timeZone}
              onSubmit={(range) => {
                setIsOpen(false);
                onSelect(range);
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
