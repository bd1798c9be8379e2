import { describe, expect, it } from 'vitest';
import type { Trend } from '../../patients/patient-queries.ts';
import { describeTrend, trendFigures } from './describe-trend.ts';

const trend: Trend = {
  patient_id: 1,
  biometric_type: 'glucose',
  trend: 'increasing',
  health: 'declining',
  analyzed_at: '2025-01-01T00:00:00Z',
  window_start: '2024-12-01T00:00:00Z',
  window_end: '2024-12-31T00:00:00Z',
  points: 1_200,
  unit: 'mg/dL',
  slope_per_day: 0.523,
  r_squared: 0.871,
  relative_change: 0.1534,
  coefficient_of_variation: 0.042,
  moving_average_7d: 118.25,
  weekly_seasonality: null,
};

describe('a trend in words', () => {
  it('says where the readings go and whether that is good', () => {
    expect(describeTrend(trend)).toBe('increasing, declining');
    expect(describeTrend({ trend: 'stable', health: 'stable' })).toBe('stable');
    expect(describeTrend({ trend: 'insufficient_data', health: null })).toBe('too few readings');
  });

  it('has its figures with their units, without those that could not be computed', () => {
    expect(trendFigures(trend, 'UTC')).toEqual([
      { term: 'Slope', value: '+0.52 mg/dL a day' },
      { term: 'Explained by the line (R²)', value: '0.87' },
      { term: 'Change over the window', value: '+15.3 %' },
      { term: 'Variation', value: '4.2 %' },
      { term: 'Average of the last 7 days', value: '118.25 mg/dL' },
      { term: 'Readings', value: '1,200' },
      { term: 'Window', value: '1 Dec 2024 – 31 Dec 2024' },
    ]);
  });
});
