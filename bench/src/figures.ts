import type { ImportMeasurement } from './import-once.ts';
import { median } from './statistics.ts';

/** The median of one figure of several measurements. */
export function medianOf<Measurement>(
  measurements: readonly Measurement[],
  figure: (measurement: Measurement) => number,
): number {
  return median(measurements.map(figure));
}

/** Rows a second of several imports, in the phases that are counted. */
export function rateOf(
  measurements: readonly ImportMeasurement[],
  seconds: (measurement: ImportMeasurement) => number,
): number {
  return medianOf(measurements, (measurement) => measurement.rows / seconds(measurement));
}

export const loading = ({ loadingSeconds }: ImportMeasurement): number => loadingSeconds;
export const checkingAndLoading = ({ checkingSeconds, loadingSeconds }: ImportMeasurement): number =>
  checkingSeconds + loadingSeconds;

/** `1.23`: how many times the reference. */
export function ratio(value: number, reference: number): string {
  return (value / reference).toFixed(2);
}

/** `482,113` */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
