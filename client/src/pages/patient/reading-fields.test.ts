import { describe, expect, it } from 'vitest';
import { toReading, type ReadingFields } from './reading-fields.ts';

const fields: ReadingFields = {
  biometric_type: 'glucose',
  value: 6.1,
  systolic: '',
  diastolic: '',
  unit: 'mmol/L',
  timestamp: '2026-07-01T10:30',
};

describe('a reading that is entered', () => {
  it('is of the clock that is shown, and says its unit where it is not the one that is stored', () => {
    expect(toReading(7, fields, 'Europe/Berlin')).toEqual({
      patient_id: 7,
      biometric_type: 'glucose',
      timestamp: '2026-07-01T08:30:00.000Z',
      value: 6.1,
      unit: 'mmol/L',
    });
    expect(toReading(7, { ...fields, unit: 'mg/dL' }, 'UTC')).not.toHaveProperty('unit');
  });

  it('has both numbers and no value for blood pressure, the reverse for other types', () => {
    const pressure = { ...fields, biometric_type: 'blood_pressure', systolic: 120, diastolic: 80 } as const;
    const sent = toReading(7, { ...pressure, unit: 'mmHg' }, 'UTC');
    expect(sent).toMatchObject({ systolic: 120, diastolic: 80 });
    expect(sent).not.toHaveProperty('value');
  });

  it('is not sent while something is missing, and says what', () => {
    expect(toReading(7, { ...fields, value: '', timestamp: '' }, 'UTC')).toEqual({
      missing: { value: 'Enter a number', timestamp: 'Enter the day and the time' },
    });
    expect(toReading(7, { ...fields, biometric_type: 'blood_pressure', systolic: 120 }, 'UTC')).toEqual({
      missing: { diastolic: 'Enter a number' },
    });
  });
});
