import '@mantine/dates/styles.layer.css';
import { Button } from '@mantine/core';
import { DatePicker, TimeInput } from '@mantine/dates';
import { useState, type SubmitEvent } from 'react';
import type { TimeRange } from '../time/time-range.ts';
import { fromCivilRange, toCivilRange, type CivilRange } from './civil-range.ts';
import styles from './preset-picker.module.css';

interface RangeFormProps {
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly onSubmit: (range: TimeRange) => void;
}

/** A calendar for the days and two fields for the times, by the clocks of the zone that is shown. */
export default function RangeForm({ range, timeZone, onSubmit }: RangeFormProps) {
  const [civil, setCivil] = useState(() => toCivilRange(range, timeZone));
  const [problem, setProblem] = useState<string>();
  const change = (changed: Partial<CivilRange>) => {
    setProblem(undefined);
    setCivil((before) => ({ ...before, ...changed }));
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = fromCivilRange(civil, timeZone);
    if (typeof chosen === 'string') setProblem(chosen);
    else onSubmit(chosen);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
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
        defaultDate={civil.endDay}
        value={[civil.startDay || null, civil.endDay || null]}
        onChange={([startDay, endDay]) => {
          change({ startDay: startDay ?? '', endDay: endDay ?? '' });
        }}
      />
      <div className={styles.times}>
        <TimeInput
          label="From"
          value={civil.startTime}
          onChange={(event) => {
            change({ startTime: event.currentTarget.value });
          }}
        />
        <TimeInput
          label="To"
          value={civil.endTime}
          onChange={(event) => {
            change({ endTime: event.currentTarget.value });
          }}
        />
      </div>
      <p className={styles.zone}>Times are in {timeZone}.</p>
      {problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Button type="submit">Show this range</Button>
    </form>
  );
}
