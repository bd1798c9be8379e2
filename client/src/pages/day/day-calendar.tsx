import { DatePicker } from '@mantine/dates';
import { calendarLook } from '../../components/calendar-look.ts';
import type { CivilDay } from '../../time/civil-day.ts';

interface DayCalendarProps {
  readonly day: CivilDay;
  readonly last: CivilDay;
  readonly onDay: (day: CivilDay) => void;
}

export default function DayCalendar({ day, last, onDay }: DayCalendarProps) {
  return (
    <DatePicker
      {...calendarLook}
      defaultDate={day}
      value={day}
      maxDate={last}
      onChange={(chosen) => {
        if (chosen !== null) onDay(chosen);
      }}
    />
  );
}
