import type { Dataset } from './dataset.ts';
import { heartRateIntraday, heartRateSummary } from './heart-rate.ts';

export type { Attribute, Dataset, Rollup, RollupColumns, RollupLevel } from './dataset.ts';
export {
  biometricsKey,
  biometricTrendsKey,
  biometricTypes,
  patientDefaults,
  patientsKey,
  patientSexes,
  trendRules,
  type BiometricType,
  type BiometricTypeKey,
  type Measure,
  type MeasureKey,
  type ValueRange,
} from './biometrics.ts';
export { heartRateIntraday, heartRateSummary };

/** Every dataset of Systole by its key, in the order in which they are shown. */
export const datasets: ReadonlyMap<string, Dataset> = new Map(
  [heartRateIntraday, heartRateSummary].map((dataset) => [dataset.key, dataset]),
);
