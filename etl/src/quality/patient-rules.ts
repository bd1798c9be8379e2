import { patientDefaults, patientSexes } from '@systole/catalog';
import { isIsoDay } from '../time/local-clock.ts';
import type { FieldBreach } from './field-breach.ts';
import type { Rule } from './reject.ts';

export type PatientSex = (typeof patientSexes)[number];

export interface Patient {
  readonly name: string;
  /** Date of birth, `YYYY-MM-DD`. */
  readonly dob: string;
  readonly gender: string;
  readonly address: string;
  /** In lower case. */
  readonly email: string;
  readonly phone: string;
  readonly sex: PatientSex;
}

const OLDEST_YEARS = 120;
const LONGEST_TEXT = 500;
const LONGEST_EMAIL = 254;
/** The HTML standard's, with a dot in the domain and none at the ends of the local part. */
const EMAIL =
  /^(?!\.)(?!.*\.\.)(?!.*\.@)[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Fields without which nobody is a patient. */
export const REQUIRED_PATIENT_FIELDS = ['name', 'dob', 'email'] as const;

/** The address in lower case, as it stands in the database; undefined where it has not the form of one. */
export function parseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return email.length <= LONGEST_EMAIL && EMAIL.test(email) ? email : undefined;
}

/**
 * Judges a patient as a source or a client describes one, and fills what is optional and missing by the declared
 * defaults. Pure: `now` is given.
 */
export function judgePatient(given: Readonly<Record<string, unknown>>, now: Date): Patient | FieldBreach {
  const texts: Record<string, string> = {};
  for (const field of ['name', 'dob', 'gender', 'address', 'email', 'phone', 'sex']) {
    const value = given[field] ?? '';
    if (typeof value !== 'string') return breach(field, 'row-shape', `${field} is no text`);
    texts[field] = tidy(value);
    if (value.length > LONGEST_TEXT)
      return breach(field, 'text-too-long', `${field} is longer than ${LONGEST_TEXT} characters`);
  }
  for (const field of REQUIRED_PATIENT_FIELDS) {
    if (!texts[field]) return breach(field, 'field-missing', `${field} is missing`);
  }
  const { name = '', dob = '', gender = '', address = '', email = '', phone = '', sex = '' } = texts;
  const knownEmail = parseEmail(email);
  if (knownEmail === undefined) {
    return breach('email', 'email-invalid', `${JSON.stringify(email)} is no e-mail address`);
  }
  if (!isIsoDay(dob)) {
    return breach('dob', 'date-invalid', `${JSON.stringify(dob)} is no date like 1985-04-12`);
  }
  const age = ageOn(dob, now);
  if (age < 0 || age > OLDEST_YEARS) {
    const born = age < 0 ? 'lies in the future' : `makes an age of ${age} years`;
    return breach('dob', 'age-implausible', `the date of birth ${born}`);
  }
  const knownSex = patientSexes.find((known) => known === sex.toUpperCase());
  if (sex !== '' && !knownSex) {
    return breach('sex', 'sex-unknown', `${JSON.stringify(sex)} is none of ${patientSexes.join(', ')}`);
  }
  return {
    name,
    dob,
    gender: gender === '' ? patientDefaults.gender : gender,
    address: address === '' ? patientDefaults.address : address,
    email: knownEmail,
    phone: phone === '' ? patientDefaults.phone : phone,
    sex: knownSex ?? patientDefaults.sex,
  };
}

/** Completed years of life, in UTC; negative for who is not born yet. */
function ageOn(dob: string, now: Date): number {
  const today = now.toISOString().slice(0, 10);
  const years = Number(today.slice(0, 4)) - Number(dob.slice(0, 4));
  return today.slice(5) < dob.slice(5) ? years - 1 : years;
}

/** Without control and invisible characters, which PostgreSQL refuses or nobody sees. */
function tidy(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function breach(field: string, rule: Rule, message: string): FieldBreach {
  return { field, rule, message };
}
