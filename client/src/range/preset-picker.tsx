import { Button, Popover, SegmentedControl } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { Suspense, useState, type ReactNode } from 'react';
import styles from './preset-picker.module.css';

interface PresetPickerProps<Key extends string> {
  /** What is picked, for those who do not see it: `Range`. */
  readonly label: string;
  readonly presets: readonly { readonly key: Key; readonly label: string; readonly name: string }[];
  /** None where something else was chosen. */
  readonly preset: Key | undefined;
  readonly onPreset: (preset: Key) => void;
  /** What is shown, in words. */
  readonly text: string;
  /** What the button with these words is for: `Choose a range`. */
  readonly purpose: string;
  /** The calendar, which may be code that is still to be loaded. */
  readonly calendar: (close: () => void) => ReactNode;
}

/** Presets, and a button that opens a calendar for everything else. */
export function PresetPicker<Key extends string>({
  label,
  presets,
  preset,
  onPreset,
  text,
  purpose,
  calendar,
}: PresetPickerProps<Key>) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={styles.picker}>
      <SegmentedControl
        aria-label={label}
        size="xs"
        className={styles.presets ?? ''}
        data={presets.map(({ key, label: short, name }) => ({
          value: key,
          label: <abbr title={name}>{short}</abbr>,
        }))}
        value={preset ?? ''}
        onChange={(key) => {
          onPreset(key as Key);
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
            aria-label={`${purpose}. Shown: ${text}`}
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
            {calendar(() => {
              setIsOpen(false);
            })}
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
