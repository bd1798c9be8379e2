import { biometricTypes, type BiometricType } from '@systole/catalog';
import type { TrendSeries } from './series-statistics.ts';

/** A reading as it is analysed. */
export interface TrendReading {
  readonly patientId: number;
  readonly type: string;
  /** Days since 1970-01-01T00:00:00Z, with their fraction. */
  readonly day: number;
  readonly value: number | null;
  readonly systolic: number | null;
  readonly diastolic: number | null;
}

export interface PatientSeries {
  readonly patientId: number;
  /** As in `biometric_trends`: a type, or one of the two numbers of blood pressure. */
  readonly biometricType: string;
  readonly type: BiometricType;
  readonly series: TrendSeries;
}

/**
 * Mean arterial pressure, (systolic + 2·diastolic)/3: the heart is in diastole for about two thirds of a cycle.
 * Source: Sesso et al., Hypertension 36 (2000) 801–807.
 */
export function meanArterialPressure(systolic: number, diastolic: number): number {
  return (systolic + 2 * diastolic) / 3;
}

/** Sorts readings, ascending by time, into series; those of blood pressure into three. */
export function toSeries(readings: readonly TrendReading[]): PatientSeries[] {
  const found = new Map<string, PatientSeries & { series: { days: number[]; values: number[] } }>();
  const add = (reading: TrendReading, biometricType: string, value: number) => {
    const type = biometricTypes.get(reading.type);
    if (!type) return;
    const key = `${reading.patientId}:${biometricType}`;
    let held = found.get(key);
    if (!held) {
      held = { patientId: reading.patientId, biometricType, type, series: { days: [], values: [] } };
      found.set(key, held);
    }
    held.series.days.push(reading.day);
    held.series.values.push(value);
  };
  for (const reading of readings) {
    const { type, value, systolic, diastolic } = reading;
    if (systolic !== null && diastolic !== null) {
      add(reading, type, meanArterialPressure(systolic, diastolic));
      add(reading, `${type}_systolic`, systolic);
      add(reading, `${type}_diastolic`, diastolic);
    } else if (value !== null) {
      add(reading, type, value);
    }
  }
  return [...found.values()];
}
