import { describe, expect, it } from 'vitest';
import { ageOn, changedFields, emptyPatient, missingFields } from './patient-fields.ts';

const ada = { ...emptyPatient, id: 1, name: 'Ada', dob: '2000-02-29', email: 'ada@example.com' };

describe('the form of a patient', () => {
  it('asks for what a patient cannot do without, and for nothing else', () => {
    expect(Object.keys(missingFields(emptyPatient))).toEqual(['name', 'dob', 'email']);
    expect(missingFields({ ...ada, name: '  ' })).toEqual({ name: 'A patient needs a name' });
    expect(missingFields(ada)).toEqual({});
  });

  it('sends what was changed alone', () => {
    const { id, ...fields } = ada;
    expect(id).toBe(1);
    expect(changedFields(ada, fields)).toBeUndefined();
    expect(changedFields(ada, { ...fields, phone: '1', name: 'Ada L.' })).toEqual({
      name: 'Ada L.',
      phone: '1',
    });
  });
});

describe('an age', () => {
  it('grows on the birthday, and on 1 March for who was born on 29 February', () => {
    expect(ageOn('2026-02-28', '2000-02-29')).toBe(25);
    expect(ageOn('2026-03-01', '2000-02-29')).toBe(26);
    expect(ageOn('2024-02-29', '2000-02-29')).toBe(24);
    expect(ageOn('2026-11-21', '2026-11-21')).toBe(0);
  });

  it('is none before the birth', () => {
    expect(ageOn('1999-12-31', '2000-02-29')).toBeUndefined();
  });
});
