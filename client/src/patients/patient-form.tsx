import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormProblem } from '../forms/form-problem.tsx';
import forms from '../forms/forms.module.css';
import { changedFields, emptyPatient, missingFields, type PatientFields } from './patient-fields.ts';
import { changePatient, createPatient, PATIENTS_KEY, type Patient } from './patient-queries.ts';
import { SEXES } from './sexes.ts';

interface PatientFormProps {
  /** Who is changed; not given: somebody who is not there yet. */
  readonly patient?: Patient;
  readonly onSaved: (patient: Patient) => void;
  readonly onCancel: () => void;
}

/** Adds a patient, or changes what is known of one. What the API does not accept it says at the field. */
export function PatientForm({ patient, onSaved, onCancel }: PatientFormProps) {
  const queryClient = useQueryClient();
  const [fields, setFields] = useState<PatientFields>(patient ?? emptyPatient);
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const save = useMutation({
    mutationFn: async () => {
      if (!patient) return createPatient(fields);
      const changes = changedFields(patient, fields);
      return changes === undefined ? patient : changePatient(patient.id, changes);
    },
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: PATIENTS_KEY });
      onSaved(saved);
    },
  });
  const problems = fieldProblems(save.error, Object.keys(fields));
  const text = (name: keyof PatientFields) => ({
    value: fields[name],
    error: missing[name] ?? problems.fields[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const found = missingFields(fields);
    setMissing(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <form className={forms.form} onSubmit={submit} noValidate>
      <TextInput label="Name" required data-autofocus autoComplete="off" {...text('name')} />
      <TextInput label="E-mail address" type="email" required autoComplete="off" {...text('email')} />
      <div className={forms.pair}>
        <TextInput label="Date of birth" type="date" required {...text('dob')} />
        <Select
          label="Sex"
          allowDeselect={false}
          data={SEXES}
          value={fields.sex}
          error={problems.fields.sex}
          onChange={(sex) => {
            setFields((before) => ({ ...before, sex: sex ?? before.sex }));
          }}
        />
      </div>
      <div className={forms.pair}>
        <TextInput label="Gender" autoComplete="off" {...text('gender')} />
        <TextInput label="Phone" type="tel" autoComplete="off" {...text('phone')} />
      </div>
      <TextInput label="Address" autoComplete="off" {...text('address')} />
      <FormProblem>{problems.rest}</FormProblem>
      <div className={forms.actions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          {patient ? 'Save' : 'Add the patient'}
        </Button>
      </div>
    </form>
  );
}
