import { Button, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import styles from './appointments.module.css';
import type { Report, ReportArguments, ReportParameter } from './report-queries.ts';

interface ReportFormProps {
  readonly parameters: Report['parameters'];
  readonly asked: ReportArguments;
  /** What the API does not accept, by parameter. */
  readonly problems: Readonly<Record<string, string>>;
  readonly onAsk: (asked: ReportArguments) => void;
}

const LABELS = {
  patient_id: 'Patient',
  start_date: 'From',
  end_date: 'To',
} as const satisfies Record<ReportParameter, string>;

/** What a report is asked with. */
export function ReportForm({ parameters, asked, problems, onAsk }: ReportFormProps) {
  const [fields, setFields] = useState(asked);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onAsk(fields);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {parameters.map(({ name, standard }) => (
        <TextInput
          key={name}
          label={LABELS[name]}
          type={name === 'patient_id' ? 'text' : 'date'}
          maxLength={128}
          placeholder={standard ?? undefined}
          value={fields[name] ?? ''}
          error={problems[name]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setFields((before) => ({ ...before, [name]: value }));
          }}
        />
      ))}
      <Button type="submit" variant="default">
        Ask
      </Button>
    </form>
  );
}
