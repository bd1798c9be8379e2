import '@mantine/dates/styles.layer.css';
import { DatePicker, type DatePickerProps } from '@mantine/dates';
import styles from './preset-picker.module.css';

type RangeCalendarProps = Required<Pick<DatePickerProps<'range'>, 'defaultDate' | 'value' | 'onChange'>>;

/** A month in which a first and a last day are chosen. */
export function RangeCalendar(props: RangeCalendarProps) {
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
      {...props}
    />
  );
}
