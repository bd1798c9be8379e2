import { useState } from 'react';
import type { DayRange } from './day-range.ts';
import { RangeCalendar } from './range-calendar.tsx';

interface DayRangeCalendarProps {
  readonly days: DayRange;
  readonly onSelect: (days: DayRange) => void;
}

/** The first day and the last; with the last they are chosen. */
export default function DayRangeCalendar({ days, onSelect }: DayRangeCalendarProps) {
  const [value, setValue] = useState<[string | null, string | null]>([days.first, days.last]);
  return (
    <RangeCalendar
      defaultDate={days.last}
      value={value}
      onChange={([first, last]) => {
        setValue([first, last]);
        if (first !== null && last !== null) onSelect({ first, last });
      }}
    />
  );
}
