import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useNavigate } from 'react-router';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormProblem } from '../forms/form-problem.tsx';
import forms from '../forms/forms.module.css';
import { startJob, type Job } from './job-queries.ts';
import { parameterFields, toParameters, type ParameterField } from './parameter-fields.ts';
import { useJobAction } from './use-job-action.ts';

interface StartFormProps {
  readonly job: Job;
  readonly onCancel: () => void;
}

const INPUT_TYPES = { day: 'date', instant: 'datetime-local', text: 'text' } as const;

/** Has a job run with parameters, such as a range of days to fetch again, and leads to the run. */
export function StartForm({ job, onCancel }: StartFormProps) {
  const fields = parameterFields(job);
  const navigate = useNavigate();
  const [filled, setFilled] = useState<Readonly<Record<string, string | number>>>({});
  // One key for as long as the form is open: sent again after a failure it starts nothing twice.
  const [key] = useState(randomKey);
  const start = useJobAction(
    () => startJob(job.name, toParameters(fields, filled), key),
    ({ run_id }) => void navigate(`/job-runs/${run_id}`),
  );
  const problems = fieldProblems(
    start.error,
    fields.map(({ name }) => name),
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form className={forms.form} onSubmit={submit} noValidate>
      <p className={forms.told}>{job.description}</p>
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={filled[field.name] ?? ''}
          error={problems.fields[field.name]}
          onChange={(value) => {
            setFilled((before) => ({ ...before, [field.name]: value }));
          }}
        />
      ))}
      <FormProblem>{problems.rest}</FormProblem>
      <div className={forms.actions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={start.isPending}>
          Run
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly field: ParameterField;
  readonly value: string | number;
  readonly error: string | undefined;
  readonly onChange: (value: string | number) => void;
}

function Field({ field: { label, description, kind }, value, error, onChange }: FieldProps) {
  const shared = { label, description, error };
  if (kind === 'number') {
    return <NumberInput {...shared} hideControls value={value} onChange={onChange} />;
  }
  return (
    <TextInput
      {...shared}
      type={INPUT_TYPES[kind]}
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}

/** Not crypto.randomUUID, which browsers have on secure origins only. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
