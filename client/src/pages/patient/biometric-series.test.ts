import { describe, expect, it } from 'vitest';
import type { Hour, Reading } from '../../patients/patient-queries.ts';
import { hourSeries, readingSeries, type BiometricLooks } from './biometric-series.ts';

const look = (colour: string) => ({ colour, dash: [] });
const looks: BiometricLooks = { value: look('#1'), lower: look('#2'), outlier: look('#3') };

const reading = (timestamp: string, changes: Partial<Reading>): Reading => ({
  id: 1,
  patient_id: 1,
  biometric_type: 'glucose',
  timestamp,
  value: null,
  systolic: null,
  diastolic: null,
  unit: 'mg/dL',
  is_outlier: false,
  ...changes,
});
const hour = (biometric_type: string, hour_start: string, avg_value: number, count = 1): Hour => ({
  patient_id: 1,
  biometric_type,
  hour_start,
  avg_value,
  min_value: avg_value - 2,
  max_value: avg_value + 2,
  count,
});

describe('the curve of a patient’s readings', () => {
  it('goes through the readings in the order of their times, with a ring around what is an outlier', () => {
    const [line, rings] = readingSeries(
      [
        reading('2024-12-02T08:00:00Z', { value: 210, is_outlier: true }),
        reading('2024-12-01T08:00:00Z', { value: 110 }),
      ],
      'Blood glucose',
      looks,
    );
    expect(line?.points.map(({ y }) => y)).toEqual([110, 210]);
    expect(rings?.style).toBe('rings');
    expect(rings?.points.map(({ x, y }) => [x, y])).toEqual([[Date.parse('2024-12-02T08:00:00Z'), 210]]);
    const [first, second] = line?.points ?? [];
    expect(first && line?.describe?.(first)).toBe('110 mg/dL');
    expect(second && line?.describe?.(second)).toBe('210 mg/dL, outside the accepted range');
  });

  it('is a band from diastolic to systolic for blood pressure, with the mean arterial pressure within', () => {
    const [line, rings] = readingSeries(
      [
        reading('2024-12-01T08:00:00Z', {
          biometric_type: 'blood_pressure',
          unit: 'mmHg',
          systolic: 150,
          diastolic: 90,
          is_outlier: true,
        }),
      ],
      'Blood pressure',
      looks,
    );
    expect(line?.points).toEqual([
      { x: Date.parse('2024-12-01T08:00:00Z'), y: 110, min: 90, max: 150, count: 1 },
    ]);
    expect(rings?.points.map(({ y }) => y)).toEqual([90, 150]);
  });

  it('breaks where nobody measured for much longer than usual', () => {
    const days = ['2024-12-01', '2024-12-08', '2024-12-16', '2025-02-01'];
    const [line] = readingSeries(
      days.map((day) => reading(`${day}T08:00:00Z`, { value: 100 })),
      'Blood glucose',
      looks,
    );
    expect(line?.points.map(({ y }) => y)).toEqual([100, 100, 100, NaN, 100]);
  });

  it('has no rings where nothing stands out', () => {
    expect(
      readingSeries([reading('2024-12-01T08:00:00Z', { value: 100 })], 'Blood glucose', looks),
    ).toHaveLength(1);
  });
});

describe('the curve of the hours', () => {
  it('is two for blood pressure, the systolic one first', () => {
    const series = hourSeries(
      [
        hour('blood_pressure_diastolic', '2024-12-01T09:00:00Z', 80),
        hour('blood_pressure_systolic', '2024-12-01T09:00:00Z', 120, 3),
        hour('blood_pressure_systolic', '2024-12-01T08:00:00Z', 118),
      ],
      'Blood pressure',
      looks,
    );
    expect(series.map(({ label, points }) => [label, points.map(({ y }) => y)])).toEqual([
      ['Systolic', [118, 120]],
      ['Diastolic', [80]],
    ]);
    const [first, second] = series[0]?.points ?? [];
    expect(first && series[0]?.describe?.(first)).toBe('118');
    expect(second && series[0]?.describe?.(second)).toBe('120 (118–122, 3 readings)');
  });
});
