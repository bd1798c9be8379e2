import { defineDataset } from './dataset.ts';

/** Bounds beyond any human heart: the highest rate ever reported in ventricular tachycardia is about 300 bpm. */
const HEART_RATE_RANGE = { greaterThan: 0, atMost: 300 } as const;

export const heartRateIntraday = defineDataset({
  key: 'activities_heart_intraday',
  label: 'Heart rate',
  description: 'Heart rate as the wearable samples it, every 1 to 15 seconds while worn.',
  kind: 'series',
  value: {
    column: 'value',
    quantity: 'heart_rate',
    unit: 'bpm',
    nullable: false,
    validRange: HEART_RATE_RANGE,
  },
  samplingSeconds: 5,
  compressAfter: '30 days',
  staleAfterHours: 48,
});

export const heartRateSummary = defineDataset({
  key: 'activities_heart_summary',
  label: 'Resting heart rate and zones',
  description:
    'Resting heart rate of the day, with the limits of its heart-rate zones and the minutes spent in them.',
  kind: 'daily',
  value: {
    column: 'resting_heart_rate',
    quantity: 'resting_heart_rate',
    unit: 'bpm',
    // A day with little wear has zones and no resting heart rate.
    nullable: true,
    validRange: HEART_RATE_RANGE,
  },
  attributes: [
    {
      column: 'heart_rate_zones',
      type: 'jsonb',
      description: 'Array of { name, min, max, minutes?, caloriesOut? }, limits in bpm.',
    },
    {
      column: 'custom_heart_rate_zones',
      type: 'jsonb',
      description: 'The same, for the limits a user has set.',
    },
  ],
  samplingSeconds: 86_400,
  compressAfter: '2 years',
  staleAfterHours: 72,
});
