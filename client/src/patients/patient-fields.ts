import { daysBetween, type CivilDay } from '../time/civil-day.ts';
import type { Patient, PatientChanges } from './patient-queries.ts';

/** A patient as the form holds one. */
export type PatientFields = Omit<Patient, 'id'>;

const FIELDS = ['name', 'dob', 'gender', 'address', 'email', 'phone', 'sex'] as const;
const REQUIRED = { name: 'a name', dob: 'a date of birth', email: 'an e-mail address' } as const;

export const emptyPatient: PatientFields = {
  name: '',
  dob: '',
  gender: 'unknown',
  address: '',
  email: '',
  phone: '',
  sex: 'U',
};

/** What is missing, by the name of its field. Whether what is there is right the API decides, by the rules of files. */
export function missingFields(fields: PatientFields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(REQUIRED)
      .filter(([name]) => fields[name as keyof typeof REQUIRED].trim() === '')
      .map(([name, what]) => [name, `A patient needs ${what}`]),
  );
}

/** The fields that differ; `undefined`, if none does. Others may be changed by somebody else at the same time. */
export function changedFields(before: Patient, after: PatientFields): PatientChanges | undefined {
  const changed = FIELDS.filter((name) => before[name] !== after[name]);
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((name) => [name, after[name]]));
}

/** Age in whole years on a day. Somebody born on 29 February is a year older from 1 March on. */
export function ageOn(today: CivilDay, born: CivilDay): number | undefined {
  const age = Number(today.slice(0, 4)) - Number(born.slice(0, 4));
  if (!Number.isInteger(age) || daysBetween(born, today) < 0) return undefined;
  return today.slice(5) < born.slice(5) ? age - 1 : age;
}
