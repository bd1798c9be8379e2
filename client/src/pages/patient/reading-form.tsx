import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { fieldProblems } from '../../forms/field-problems.ts';
import { FormProblem } from '../../forms/form-problem.tsx';
import forms from '../../forms/forms.module.css';
import { BIOMETRIC_KEYS, biometricTypes } from '../../patients/biometric-types.ts';
import { PATIENTS_KEY, saveReading, type NewReading } from '../../patients/patient-queries.ts';
import { toFields } from '../../range/civil-range.ts';
import { numbersOf, toReading, type ReadingFields } from './reading-fields.ts';

interface ReadingFormProps {
  readonly patientId: number;
  /** By whose clocks the time is entered. */
  readonly timeZone: string;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

const NUMBERS = { value: 'Value', systolic: 'Systolic', diastolic: 'Diastolic' } as const;

/** Enters a reading, or corrects the one of that time. What the API does not accept it says at the field. */
export function ReadingForm({ patientId, timeZone, onSaved, onCancel }: ReadingFormProps) {
  const queryClient = useQueryClient();
  const [fields, setFields] = useState<ReadingFields>(() => ({
    biometric_type: 'glucose',
    value: '',
    systolic: '',
    diastolic: '',
    unit: biometricTypes.glucose.unit,
    timestamp: toFields(Date.now(), timeZone).join('T'),
  }));
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const save = useMutation({
    mutationFn: (reading: NewReading) => saveReading(reading),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: PATIENTS_KEY });
      onSaved();
    },
  });
  const { biometric_type: type, unit, timestamp } = fields;
  const problems = fieldProblems(save.error, ['biometric_type', 'unit', 'timestamp', ...numbersOf(type)]);
  const change = (changes: Partial<ReadingFields>) => {
    setFields((before) => ({ ...before, ...changes }));
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const reading = toReading(patientId, fields, timeZone);
    setMissing('missing' in reading ? reading.missing : {});
    if (!('missing' in reading)) save.mutate(reading);
  };
  return (
    <form className={forms.form} onSubmit={submit} noValidate>
      <Select
        label="Type"
        data-autofocus
        allowDeselect={false}
        data={BIOMETRIC_KEYS.map((key) => ({ value: key, label: biometricTypes[key].label }))}
        value={type}
        error={problems.fields.biometric_type}
        onChange={(value) => {
          const chosen = BIOMETRIC_KEYS.find((key) => key === value);
          if (chosen) change({ biometric_type: chosen, unit: biometricTypes[chosen].unit });
        }}
      />
      <div className={forms.pair}>
        {numbersOf(type).map((name) => (
          <NumberInput
            key={name}
            label={type === 'blood_pressure' ? `${NUMBERS[name]} (${unit})` : NUMBERS[name]}
            required
            hideControls
            value={fields[name]}
            error={missing[name] ?? problems.fields[name]}
            onChange={(value) => {
              change({ [name]: value });
            }}
          />
        ))}
        {type !== 'blood_pressure' && (
          <Select
            label="Unit"
            allowDeselect={false}
            data={[...biometricTypes[type].units]}
            value={unit}
            error={problems.fields.unit}
            onChange={(value) => {
              if (value !== null) change({ unit: value });
            }}
          />
        )}
      </div>
      <TextInput
        type="datetime-local"
        label="When"
        required
        description={`By the clocks of ${timeZone}`}
        value={timestamp}
        error={missing.timestamp ?? problems.fields.timestamp}
        onChange={(event) => {
          change({ timestamp: event.currentTarget.value });
        }}
      />
      <p className={forms.told}>A reading of the same type and time is corrected.</p>
      <FormProblem>{problems.rest}</FormProblem>
      <div className={forms.actions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save the reading
        </Button>
      </div>
    </form>
  );
}
