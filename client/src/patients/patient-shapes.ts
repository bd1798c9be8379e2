import { hasTexts, isListOf, isObject } from '../api/shapes.ts';
import type { Hours, Patient, Patients, Reading, Readings, Trends } from './patient-queries.ts';

type Fields = Record<string, unknown>;

const hasNumbers = (value: Fields, ...names: string[]) =>
  names.every((name) => typeof value[name] === 'number');
const isPageOf = (value: unknown, isRow: (row: Fields) => boolean) =>
  isObject(value) && hasNumbers(value, 'total', 'skip', 'limit') && isListOf(value.data, isRow);

export function isPatient(value: unknown): value is Patient {
  return isObject(value) && hasNumbers(value, 'id') && hasTexts(value, 'name', 'dob', 'email');
}

export function isReading(value: unknown): value is Reading {
  return (
    isObject(value) &&
    hasNumbers(value, 'id', 'patient_id') &&
    hasTexts(value, 'biometric_type', 'timestamp', 'unit') &&
    typeof value.is_outlier === 'boolean'
  );
}

export const isPatients = (value: unknown): value is Patients => isPageOf(value, isPatient);
export const isReadings = (value: unknown): value is Readings => isPageOf(value, isReading);

export const isHours = (value: unknown): value is Hours =>
  isPageOf(
    value,
    (hour) =>
      hasTexts(hour, 'biometric_type', 'hour_start') &&
      hasNumbers(hour, 'min_value', 'max_value', 'avg_value', 'count'),
  );

export const isTrends = (value: unknown): value is Trends =>
  isPageOf(
    value,
    (trend) =>
      hasTexts(trend, 'biometric_type', 'trend', 'unit', 'analyzed_at') && hasNumbers(trend, 'points'),
  );
