import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { chartColours } from '../../charts/chart-colours.ts';
import { labelOfType } from '../../patients/biometric-types.ts';
import { hoursChartQuery, readingsChartQuery, type BiometricType } from '../../patients/patient-queries.ts';
import type { TimeRange } from '../../time/time-range.ts';
import { lookAt } from '../../users/colours.ts';
import { hourSeries, readingSeries } from './biometric-series.ts';
import type { ChartLevel, PatientView } from './use-patient-view.ts';

const NO_RANGE: TimeRange = { start: 0, end: 1 };

/**
 * What there is of one type of a patient's readings in a range, as a chart takes it; where nobody says at which level,
 * readings as long as they are few, or else their hours.
 * @param range undefined: it is not known yet
 */
export function useBiometrics(
  patientId: string,
  type: BiometricType,
  view: PatientView,
  range: TimeRange | undefined,
) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const readings = useQuery({
    ...readingsChartQuery(patientId, type, range ?? NO_RANGE, view === 'auto'),
    enabled: range !== undefined && view !== 'hours',
  });
  const areMany = readings.data !== undefined && readings.data.rows.length < readings.data.total;
  const level: ChartLevel = view === 'auto' ? (areMany ? 'hours' : 'readings') : view;
  const hours = useQuery({
    ...hoursChartQuery(patientId, type, range ?? NO_RANGE),
    enabled: range !== undefined && level === 'hours',
  });
  const series = useMemo(() => {
    const looks = {
      value: lookAt(0, scheme),
      lower: lookAt(1, scheme),
      outlier: { colour: chartColours[scheme].bad, dash: [] },
    };
    const label = labelOfType(type);
    return level === 'readings'
      ? readingSeries(readings.data?.rows ?? [], label, looks)
      : hourSeries(hours.data?.rows ?? [], label, looks);
  }, [readings.data, hours.data, level, type, scheme]);
  const query = level === 'readings' ? readings : hours;
  return { type, level, query, series, loaded: query.data?.rows.length ?? 0, total: query.data?.total };
}

export type Biometrics = ReturnType<typeof useBiometrics>;
