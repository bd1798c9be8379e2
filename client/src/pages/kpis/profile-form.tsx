import { Button, NumberInput, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { fieldProblems } from '../../forms/field-problems.ts';
import { FormProblem } from '../../forms/form-problem.tsx';
import forms from '../../forms/forms.module.css';
import { saveProfile, type Profile, type SentProfile } from './kpi-queries.ts';

interface ProfileFormProps {
  readonly userId: string;
  /** undefined: the user is not there yet. */
  readonly profile: Profile | undefined;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

const STANDARD: Profile = { height_cm: null, birth_year: null, sex: null, steps_goal: 10_000 };

/** An empty field of a number is text. */
const numberOrNull = (value: number | string): number | null => (typeof value === 'number' ? value : null);

/** What the KPIs are computed with. Saving makes all KPIs of the user anew. */
export function ProfileForm({ userId, profile, onSaved, onCancel }: ProfileFormProps) {
  const queryClient = useQueryClient();
  const [fields, setFields] = useState<Profile>(profile ?? STANDARD);
  const [isGoalMissing, setIsGoalMissing] = useState(false);
  const save = useMutation({
    mutationFn: (sent: SentProfile) => saveProfile(userId, sent),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      onSaved();
    },
  });
  const problems = fieldProblems(save.error, Object.keys(fields));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isGoalMissing) save.mutate(fields);
  };
  const number = (name: 'height_cm' | 'birth_year') => ({
    hideControls: true,
    value: fields[name] ?? '',
    error: problems.fields[name],
    onChange: (value: number | string) => {
      setFields((before) => ({ ...before, [name]: numberOrNull(value) }));
    },
  });
  return (
    <form className={forms.form} onSubmit={submit} noValidate>
      <NumberInput
        label="Goal: steps a day"
        required
        data-autofocus
        hideControls
        thousandSeparator=","
        value={isGoalMissing ? '' : fields.steps_goal}
        error={isGoalMissing ? 'Enter how many steps a day are the goal' : problems.fields.steps_goal}
        onChange={(value) => {
          setIsGoalMissing(typeof value !== 'number');
          if (typeof value === 'number') setFields((before) => ({ ...before, steps_goal: value }));
        }}
      />
      <div className={forms.pair}>
        <NumberInput label="Height in cm" {...number('height_cm')} />
        <NumberInput label="Year of birth" {...number('birth_year')} />
      </div>
      <Select
        label="Sex"
        clearable
        clearButtonProps={{ 'aria-label': 'Not known' }}
        placeholder="Not known"
        data={[
          { value: 'female', label: 'female' },
          { value: 'male', label: 'male' },
        ]}
        value={fields.sex}
        error={problems.fields.sex}
        onChange={(sex) => {
          setFields((before) => ({ ...before, sex: sex === 'female' || sex === 'male' ? sex : null }));
        }}
      />
      <p className={forms.told}>
        Height, year of birth and sex give the energy spent at rest (Mifflin–St Jeor). Where one of them is
        not known it is taken as 22 kcal for each kilogram of weight.
      </p>
      <FormProblem>{problems.rest}</FormProblem>
      <div className={forms.actions}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
