import '@mantine/dates/styles.layer.css';
import type { DatePickerProps } from '@mantine/dates';
import styles from './calendar-look.module.css';

/** What every calendar has in common. */
export const calendarLook = {
  hideOutsideDates: true,
  // Mantine names none of its arrows.
  ariaLabels: {
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    previousYear: 'Previous year',
    nextYear: 'Next year',
    previousDecade: 'Previous decade',
    nextDecade: 'Next decade',
  },
  // Their red would be too pale to read, and no day is another kind of day here.
  weekendDays: [],
  classNames: { weekday: styles.weekday ?? '' },
} satisfies Pick<DatePickerProps, 'hideOutsideDates' | 'ariaLabels' | 'weekendDays' | 'classNames'>;
