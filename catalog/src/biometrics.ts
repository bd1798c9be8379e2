/** `least` and `most` belong to the range. */
export interface ValueRange {
  readonly least: number;
  readonly most: number;
}

/** One number that is measured: a reading of blood pressure has two. */
export interface Measure {
  readonly key: MeasureKey;
  /** What lies outside cannot be a reading of a living person, and is rejected. `source` says who measured the limits. */
  readonly possible: ValueRange & { readonly source: string };
  /** What lies outside is kept and marked as an outlier, unless a deployment states a range of its own. */
  readonly accepted: ValueRange;
}

export type MeasureKey = 'glucose' | 'weight' | 'systolic' | 'diastolic';
export type BiometricTypeKey = 'glucose' | 'weight' | 'blood_pressure';

export interface BiometricType {
  readonly key: BiometricTypeKey;
  readonly label: string;
  /** The unit in which readings are stored. */
  readonly unit: string;
  /** Units that are understood, in lower case, and what a value in them is multiplied by to have it in `unit`. */
  readonly units: Readonly<Record<string, number>>;
  readonly measures: readonly Measure[];
  readonly trend: {
    /** Relative change over the window from which on it counts as a trend. */
    readonly threshold: number;
    /** The direction that is good for most patients of a clinic that measures this. */
    readonly healthyDirection: 'decreasing' | 'increasing';
  };
}

/** Molar mass of glucose is 180.16 g/mol: 1 mmol/L is 18.016 mg/dL. */
const MG_PER_DL_OF_MMOL_PER_L = 18.016;
/** The international avoirdupois pound, exact by definition (1959). */
const KG_OF_LB = 0.45359237;

/**
 * Types of readings that a clinic takes of its patients. Values below the smallest positive one are no measurement,
 * hence the lower limits; the upper ones are the most extreme that were ever measured.
 */
export const biometricTypes: ReadonlyMap<string, BiometricType> = new Map(
  (
    [
      {
        key: 'glucose',
        label: 'Blood glucose',
        unit: 'mg/dL',
        units: { 'mg/dl': 1, 'mmol/l': MG_PER_DL_OF_MMOL_PER_L },
        measures: [
          {
            key: 'glucose',
            possible: {
              least: 1,
              most: 2_656,
              source: 'highest level survived: Guinness World Records, 147.6 mmol/L (2008)',
            },
            accepted: { least: 70, most: 200 },
          },
        ],
        trend: { threshold: 0.1, healthyDirection: 'decreasing' },
      },
      {
        key: 'weight',
        label: 'Weight',
        unit: 'kg',
        units: { kg: 1, kgs: 1, lb: KG_OF_LB, lbs: KG_OF_LB },
        measures: [
          {
            key: 'weight',
            possible: {
              least: 0.2,
              most: 635,
              source: 'lightest newborn to survive and heaviest person: Guinness World Records (2021, 1978)',
            },
            accepted: { least: 30, most: 200 },
          },
        ],
        trend: { threshold: 0.03, healthyDirection: 'decreasing' },
      },
      {
        key: 'blood_pressure',
        label: 'Blood pressure',
        unit: 'mmHg',
        units: { mmhg: 1 },
        measures: [
          {
            key: 'systolic',
            possible: {
              least: 1,
              most: 480,
              source:
                'MacDougall et al., J Appl Physiol 58 (1985) 785–790: up to 480/350 mmHg in weight lifters',
            },
            accepted: { least: 90, most: 140 },
          },
          {
            key: 'diastolic',
            possible: {
              least: 1,
              most: 350,
              source:
                'MacDougall et al., J Appl Physiol 58 (1985) 785–790: up to 480/350 mmHg in weight lifters',
            },
            accepted: { least: 60, most: 90 },
          },
        ],
        trend: { threshold: 0.07, healthyDirection: 'decreasing' },
      },
    ] satisfies BiometricType[]
  ).map((type) => [type.key, type]),
);

/** What an optional field of a patient holds where nothing is known. */
export const patientDefaults = { gender: 'unknown', address: '', phone: '', sex: 'U' } as const;

/** Administrative sex, as HL7 version 2 codes it: female, male, other, unknown. */
export const patientSexes = ['F', 'M', 'O', 'U'] as const;

/** Names in the run ledger and in the quarantine. */
export const patientsKey = 'patients';
export const biometricsKey = 'biometrics';
export const biometricTrendsKey = 'biometric_trends';

/** What trends are judged by, for all types; {@link BiometricType.trend} has the rest. */
export const trendRules = {
  windowDays: 30,
  leastPoints: 5,
  /**
   * A line that explains less of the readings than this says nothing of where they go: they are stable, or volatile.
   * Chosen, not measured: it is about what a correlation of 0.55 explains.
   */
  leastRSquared: 0.3,
} as const;
