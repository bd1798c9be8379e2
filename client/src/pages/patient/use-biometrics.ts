import { useComputedColorScheme } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { chartColours } from '../../charts/chart-colours.ts';
import { labelOfType } from '../../patients/biometric-types.ts';
import { hoursChartQuery, readingsChartQuery, type BiometricType } from '../../patients/patient-queries.ts';
import { lookAt } from '../../users/colours.ts';
import { hourSeries, readingSeries } from './biometric-series.ts';
import type { PatientView } from './use-patient-view.ts';

/** What there is of one type of a patient's readings, as a chart takes it. */
export function useBiometrics(patientId: string, type: BiometricType, view: PatientView) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const readings = useInfiniteQuery({
    ...readingsChartQuery(patientId, type),
    enabled: view === 'readings',
  });
  const hours = useInfiniteQuery({ ...hoursChartQuery(patientId, type), enabled: view === 'hours' });
  const series = useMemo(() => {
    const looks = {
      value: lookAt(0, scheme),
      lower: lookAt(1, scheme),
      outlier: { colour: chartColours[scheme].bad, dash: [] },
    };
    const label = labelOfType(type);
    return view === 'readings'
      ? readingSeries(readings.data?.pages.flatMap(({ data }) => data) ?? [], label, looks)
      : hourSeries(hours.data?.pages.flatMap(({ data }) => data) ?? [], label, looks);
  }, [readings.data, hours.data, view, type, scheme]);
  const query = view === 'readings' ? readings : hours;
  const loaded = query.data?.pages.reduce((sum, { data }) => sum + data.length, 0) ?? 0;
  return { type, query, series, loaded, total: query.data?.pages[0]?.total };
}

export type Biometrics = ReturnType<typeof useBiometrics>;
