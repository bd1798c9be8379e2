import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fieldProblems } from '../../forms/field-problems.ts';
import { FormProblem } from '../../forms/form-problem.tsx';
import forms from '../../forms/forms.module.css';
import { labelOfType } from '../../patients/biometric-types.ts';
import { describeReading } from '../../patients/describe-reading.ts';
import { deleteReading, PATIENTS_KEY, type Reading } from '../../patients/patient-queries.ts';
import { formatDateTime } from '../../time/format-time.ts';

interface DeleteReadingProps {
  readonly reading: Reading;
  readonly timeZone: string;
  readonly onDone: () => void;
}

/** Asks once more: there is no way back. */
export function DeleteReading({ reading, timeZone, onDone }: DeleteReadingProps) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteReading(reading.id),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: PATIENTS_KEY });
      onDone();
    },
  });
  return (
    <div className={forms.form}>
      <p className={forms.told}>
        {labelOfType(reading.biometric_type)}, <strong>{describeReading(reading)}</strong>, of{' '}
        {formatDateTime(Date.parse(reading.timestamp), timeZone)}. It cannot be brought back, but entered
        again.
      </p>
      <FormProblem>{fieldProblems(remove.error, []).rest}</FormProblem>
      <div className={forms.actions}>
        <Button variant="default" data-autofocus onClick={onDone}>
          Keep it
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => {
            remove.mutate();
          }}
        >
          Delete it
        </Button>
      </div>
    </div>
  );
}
