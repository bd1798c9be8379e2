import type { BiometricType } from './patient-queries.ts';

interface Measured {
  readonly label: string;
  /** The unit in which readings are stored and shown. */
  readonly unit: string;
  /** Units in which one can be entered; the API converts. */
  readonly units: readonly string[];
}

/** What a clinic measures, in the order in which it is shown. */
export const biometricTypes = {
  glucose: { label: 'Blood glucose', unit: 'mg/dL', units: ['mg/dL', 'mmol/L'] },
  weight: { label: 'Weight', unit: 'kg', units: ['kg', 'lb'] },
  blood_pressure: { label: 'Blood pressure', unit: 'mmHg', units: ['mmHg'] },
} as const satisfies Record<BiometricType, Measured>;

export const BIOMETRIC_KEYS = Object.keys(biometricTypes) as readonly BiometricType[];

const PARTS: Readonly<Record<string, string>> = {
  blood_pressure_systolic: 'Blood pressure, systolic',
  blood_pressure_diastolic: 'Blood pressure, diastolic',
};

/** What a type is called, also one of the two numbers of blood pressure. */
export function labelOfType(key: string): string {
  return BIOMETRIC_KEYS.includes(key as BiometricType)
    ? biometricTypes[key as BiometricType].label
    : (PARTS[key] ?? key);
}

/** The unit in which a type is stored, also one of the two numbers of blood pressure. */
export function unitOfType(key: string): string {
  const type = BIOMETRIC_KEYS.find((known) => key.startsWith(known));
  return type ? biometricTypes[type].unit : '';
}
