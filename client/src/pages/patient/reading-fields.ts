import { biometricTypes } from '../../patients/biometric-types.ts';
import type { BiometricType, NewReading } from '../../patients/patient-queries.ts';
import { fromFields } from '../../range/civil-range.ts';
import { toIso } from '../../time/time-range.ts';

/** A reading as the form holds one; numbers as they were typed. */
export interface ReadingFields {
  readonly biometric_type: BiometricType;
  readonly value: number | string;
  readonly systolic: number | string;
  readonly diastolic: number | string;
  readonly unit: string;
  /** `2026-11-21T14:05`, by the clocks of the zone that is shown. */
  readonly timestamp: string;
}

/** The fields that a type has a number in. */
export function numbersOf(type: BiometricType): readonly ('value' | 'systolic' | 'diastolic')[] {
  return type === 'blood_pressure' ? ['systolic', 'diastolic'] : ['value'];
}

/** The reading that was filled in, or what is missing, by the name of its field. Whether it is possible the API decides. */
export function toReading(
  patientId: number,
  fields: ReadingFields,
  timeZone: string,
): NewReading | { readonly missing: Readonly<Record<string, string>> } {
  const { biometric_type, unit, timestamp } = fields;
  const [day = '', time = ''] = timestamp.split('T');
  const instant = fromFields(day, time.slice(0, 5), timeZone);
  const numbers = numbersOf(biometric_type).map((name) => ({ name, number: fields[name] }));
  const missing = {
    ...Object.fromEntries(
      numbers.filter(({ number }) => typeof number !== 'number').map(({ name }) => [name, 'Enter a number']),
    ),
    ...(instant === undefined ? { timestamp: 'Enter the day and the time' } : {}),
  };
  if (Object.keys(missing).length > 0 || instant === undefined) return { missing };
  return {
    patient_id: patientId,
    biometric_type,
    timestamp: toIso(instant),
    ...Object.fromEntries(numbers.map(({ name, number }) => [name, number])),
    // The one that is stored needs no saying.
    ...(unit === biometricTypes[biometric_type].unit ? {} : { unit }),
  };
}
