import { formatCount } from '../units/format-value.ts';
import type { Reading } from './patient-queries.ts';

const exact = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

/** `110 mg/dL`, `120/80 mmHg` */
export function describeReading({ value, systolic, diastolic, unit }: Reading): string {
  if (systolic !== null && diastolic !== null)
    return `${formatCount(systolic)}/${formatCount(diastolic)} ${unit}`;
  return value === null ? '–' : `${exact.format(value)} ${unit}`;
}

/** `65.25`: readings of a clinic and their averages, to two decimals. */
export function formatExactValue(value: number): string {
  return exact.format(value);
}
