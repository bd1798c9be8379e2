import { Button } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useState, type SubmitEvent } from 'react';
import type { TimeRange } from '../time/time-range.ts';
import { fromCivilRange, toCivilRange, type CivilRange } from './civil-range.ts';
import styles from './preset-picker.module.css';
import { RangeCalendar } from './range-calendar.tsx';

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
      <RangeCalendar
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
