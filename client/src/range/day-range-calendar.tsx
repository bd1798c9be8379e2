import '@mantine/dates/styles.layer.css';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import type { DayRange } from './day-range.ts';
import styles from './preset-picker.module.css';

interface DayRangeCalendarProps {
  readonly days: DayRange;
  readonly onSelect: (days: DayRange) => void;
}

/** The first day and the last; with the last they are chosen. */
export default function DayRangeCalendar({ days, onSelect }: DayRangeCalendarProps) {
  const [value, setValue] = useState<[string | null, string | null]>([days.first, days.last]);
  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      hideOutsideDates
      ariaLabels={{
        previousMonth: 'Previous month',
        nextMonth: 'Next month',
        previousYear: 'Previous year',
        nextYear: 'Next year',
        previousDecade: 'Previous decade',
        nextDecade: 'Next decade',
      }}
      // Their red would be too pale to read, and the days of a range are all alike.
      weekendDays={[]}
      classNames={{ weekday: styles.weekday ?? '' }}
      defaultDate={days.last}
      value={value}
      onChange={([first, last]) => {
        setValue([first, last]);
        if (first !== null && last !== null) onSelect({ first, last });
      }}
    />
  );
}
