import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/api-error.ts';
import { fieldProblems } from './field-problems.ts';

const refused = (particulars: object) =>
  new ApiError('refused', {
    problem: {
      type: 'urn:systole:problem:invalid-parameter',
      title: 'A parameter is not valid',
      status: 400,
      detail: 'There is a patient with this address already.',
      instance: '/patients',
      ...particulars,
    },
  });

describe('what the API says of a form', () => {
  it('stands at the fields that it speaks of, and what it says of others is not lost', () => {
    const error = refused({
      errors: [
        { parameter: 'value', detail: 'is not accepted: 5000 is not from 1 to 2656' },
        { parameter: 'timestamp', detail: 'must not lie in the future' },
        { parameter: 'patient_id', detail: 'must be the id of a patient' },
      ],
    });
    expect(fieldProblems(error, ['value', 'timestamp'])).toEqual({
      fields: { value: '5000 is not from 1 to 2656', timestamp: 'Must not lie in the future' },
      rest: 'patient_id must be the id of a patient',
    });
  });

  it('stands at the one field that a problem without a list names', () => {
    expect(fieldProblems(refused({ parameter: 'email' }), ['email'])).toEqual({
      fields: { email: 'There is a patient with this address already.' },
      rest: undefined,
    });
  });

  it('is shown as a whole where it is about no field', () => {
    expect(fieldProblems(refused({}), ['email']).rest).toBe(
      'A parameter is not valid. There is a patient with this address already.',
    );
    expect(fieldProblems(new ApiError('unreachable'), []).rest).toMatch(/^The API cannot be reached\. /);
    expect(fieldProblems(null, ['email'])).toEqual({ fields: {}, rest: undefined });
  });
});
