import type { ChartPoint, ChartSeries } from '../../charts/chart-series.ts';
import { describeReading, formatExactValue } from '../../patients/describe-reading.ts';
import type { Hour, Reading } from '../../patients/patient-queries.ts';
import { DAY } from '../../time/time-range.ts';
import { formatCount } from '../../units/format-value.ts';
import type { UserLook } from '../../users/colours.ts';

export interface BiometricLooks {
  readonly value: UserLook;
  /** Of the lower of two numbers. */
  readonly lower: UserLook;
  readonly outlier: UserLook;
}

/** Mean arterial pressure, by which the API judges trends: a third of the way from diastolic to systolic. */
const meanPressure = (systolic: number, diastolic: number) => (systolic + 2 * diastolic) / 3;

/**
 * Readings as a line with a dot each, and rings around outliers. Blood pressure is a band from diastolic to systolic
 * with its mean within.
 */
export function readingSeries(
  readings: readonly Reading[],
  label: string,
  looks: BiometricLooks,
): ChartSeries[] {
  const sorted = readings.toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
  const points = sorted.map(toPoint);
  const readingAt = new Map(points.map((point, index) => [point, sorted[index]]));
  const describe = (point: ChartPoint) => {
    const reading = readingAt.get(point);
    if (!reading) return '';
    return describeReading(reading) + (reading.is_outlier ? ', outside the accepted range' : '');
  };
  const outliers = points.filter((point) => readingAt.get(point)?.is_outlier);
  const rings = outliers.flatMap((point) =>
    // Of a band both ends are ringed.
    [...new Set([point.min, point.max])].map((y) => ({ ...point, y })),
  );
  return [
    { id: 'readings', label, look: looks.value, style: 'dotted', points: withGaps(points), describe },
    ...(rings.length === 0
      ? []
      : [
          {
            id: 'outliers',
            label: 'Outside the accepted range',
            look: looks.outlier,
            style: 'rings' as const,
            points: rings,
            describe: ({ y }: ChartPoint) => formatExactValue(y),
          },
        ]),
  ];
}

function toPoint({ timestamp, value, systolic, diastolic }: Reading): ChartPoint {
  const x = Date.parse(timestamp);
  if (systolic !== null && diastolic !== null)
    return { x, y: meanPressure(systolic, diastolic), min: diastolic, max: systolic, count: 1 };
  const y = value ?? NaN;
  return { x, y, min: y, max: y, count: 1 };
}

/** Hourly averages within their minimum and maximum; blood pressure has two such lines. */
export function hourSeries(hours: readonly Hour[], label: string, looks: BiometricLooks): ChartSeries[] {
  const types = [...new Set(hours.map(({ biometric_type }) => biometric_type))].sort().reverse();
  return types.map((type, index) => ({
    id: type,
    label: PART_LABELS[type] ?? label,
    look: index === 0 ? looks.value : looks.lower,
    style: 'dotted',
    points: withGaps(
      hours
        .filter(({ biometric_type }) => biometric_type === type)
        .map(({ hour_start, avg_value, min_value, max_value, count }) => ({
          x: Date.parse(hour_start),
          y: avg_value,
          min: min_value,
          max: max_value,
          count,
        }))
        .sort((a, b) => a.x - b.x),
    ),
    describe: ({ y, min, max, count }) =>
      count === 1
        ? formatExactValue(y)
        : `${formatExactValue(y)} (${formatExactValue(min)}–${formatExactValue(max)}, ${formatCount(count)} readings)`,
  }));
}

const PART_LABELS: Readonly<Record<string, string>> = {
  blood_pressure_systolic: 'Systolic',
  blood_pressure_diastolic: 'Diastolic',
};

/** Nobody is measured all the time: only a longer pause than this is a gap. */
const LEAST_GAP = 7 * DAY;

/** The points with a NaN wherever the line must break: where nothing came for five times as long as is usual. */
function withGaps(points: readonly ChartPoint[]): ChartPoint[] {
  const distances = points.slice(1).map(({ x }, index) => x - (points[index]?.x ?? x));
  const usual = distances.toSorted((a, b) => a - b)[distances.length >> 1] ?? 0;
  const width = Math.max(LEAST_GAP, 5 * usual);
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before && point.x - before.x > width
      ? [{ x: (before.x + point.x) / 2, y: NaN, min: NaN, max: NaN, count: 0 }, point]
      : [point];
  });
}
