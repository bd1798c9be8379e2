import { memo } from 'react';
import { utcStart, type CivilDay } from '../../time/civil-day.ts';
import { formatIn } from '../../time/format-time.ts';
import styles from './coverage.module.css';
import { describeDay } from './describe-day.ts';
import { shadeOf, type Month } from './months.ts';

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

interface MonthBlockProps {
  readonly month: Month;
  /** Readings of the fullest day. */
  readonly most: number;
  /** The day of this month that the Tab key leads to, if it is here. */
  readonly focusable: CivilDay | undefined;
  readonly hrefOf: (day: CivilDay) => string;
}

/** One month. A year of several users is thousands of days, so that only months in which something changes are drawn again. */
export const MonthBlock = memo(function MonthBlock({ month, most, focusable, hrefOf }: MonthBlockProps) {
  const name = formatIn(utcStart(`${month.key}-01`), 'UTC', { month: 'long', year: 'numeric' });
  return (
    <table className={styles.month}>
      <caption>{name}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} scope="col">
              {weekday}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {month.weeks.map((week, index) => (
          <tr key={index}>
            {week.map((day, weekday) => (
              <td key={weekday}>
                {day && (
                  <a
                    href={hrefOf(day.day)}
                    className={styles.day}
                    data-day={day.day}
                    data-status={day.status}
                    data-shade={shadeOf(day.readings, most)}
                    tabIndex={day.day === focusable ? 0 : -1}
                    aria-label={describeDay(day)}
                    title={describeDay(day)}
                  >
                    {Number(day.day.slice(8))}
                  </a>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
});
