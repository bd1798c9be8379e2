import {
  biometricTypes,
  type BiometricType,
  type BiometricTypeKey,
  type Measure,
  type MeasureKey,
  type ValueRange,
} from '@systole/catalog';
import type { FieldBreach } from './field-breach.ts';

/** What is measured, as it is stored: in the type's unit; blood pressure has two numbers, every other type `value`. */
export interface JudgedReading {
  readonly type: BiometricTypeKey;
  readonly value: number | null;
  readonly systolic: number | null;
  readonly diastolic: number | null;
  readonly unit: string;
  /** Possible, and outside the accepted range. */
  readonly isOutlier: boolean;
}

export interface GivenReading {
  readonly type: string;
  readonly value?: number | undefined;
  readonly systolic?: number | undefined;
  readonly diastolic?: number | undefined;
  /** Empty: the unit in which the type is stored. */
  readonly unit: string;
}

export type AcceptedRanges = Readonly<Record<MeasureKey, ValueRange>>;

/** The declared accepted ranges. */
export const standardAcceptedRanges = Object.fromEntries(
  [...biometricTypes.values()].flatMap(({ measures }) =>
    measures.map(({ key, accepted }) => [key, accepted]),
  ),
) as AcceptedRanges;

/**
 * Judges what is measured, whether it comes from a file or from a client: converts it into the type's unit, refuses what
 * is impossible, marks what is outside the accepted range. Pure.
 */
export function judgeReading(given: GivenReading, accepted: AcceptedRanges): JudgedReading | FieldBreach {
  const type = biometricTypes.get(given.type);
  if (!type) {
    const known = [...biometricTypes.keys()].join(', ');
    const message = `${JSON.stringify(given.type)} is none of ${known}`;
    return { field: 'biometric_type', rule: 'type-unknown', message };
  }
  const factor = given.unit === '' ? 1 : unitFactor(type, given.unit);
  if (factor === undefined) {
    const message = `${type.key} is not measured in ${JSON.stringify(given.unit)}`;
    return { field: 'unit', rule: 'unit-unknown', message };
  }
  const numbers: { value: number | null; systolic: number | null; diastolic: number | null } = {
    value: null,
    systolic: null,
    diastolic: null,
  };
  let isOutlier = false;
  for (const measure of type.measures) {
    const field = fieldOf(measure);
    // Conversions leave digits that nobody measured: 5.5 mmol/L is 99.088 mg/dL and not 99.08800000000001.
    const number = factor === 1 ? given[field] : Number(((given[field] ?? NaN) * factor).toPrecision(12));
    if (number === undefined || Number.isNaN(number)) {
      return { field, rule: 'value-not-a-number', message: `${type.key} needs ${field} as a number` };
    }
    const { possible } = measure;
    if (!isWithin(number, possible)) {
      const message = `${measure.key} of ${number} ${type.unit} is impossible: it lies outside ${possible.least} to ${possible.most} (${possible.source})`;
      return { field, rule: 'value-out-of-range', message };
    }
    isOutlier ||= !isWithin(number, accepted[measure.key]);
    numbers[field] = number;
  }
  if (numbers.systolic !== null && numbers.diastolic !== null && numbers.systolic <= numbers.diastolic) {
    return { field: 'systolic', rule: 'value-out-of-range', message: 'systolic is not above diastolic' };
  }
  return { type: type.key, ...numbers, unit: type.unit, isOutlier };
}

function fieldOf({ key }: Measure): 'value' | 'systolic' | 'diastolic' {
  return key === 'systolic' || key === 'diastolic' ? key : 'value';
}

function unitFactor({ units }: BiometricType, unit: string): number | undefined {
  return Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
}

function isWithin(value: number, { least, most }: ValueRange): boolean {
  return value >= least && value <= most;
}
