import { DatePicker, type DatePickerProps } from '@mantine/dates';
import { calendarLook } from '../components/calendar-look.ts';

type RangeCalendarProps = Required<Pick<DatePickerProps<'range'>, 'defaultDate' | 'value' | 'onChange'>>;

/** A month in which a first and a last day are chosen. */
export function RangeCalendar(props: RangeCalendarProps) {
  return <DatePicker type="range" allowSingleDateInRange {...calendarLook} {...props} />;
}
