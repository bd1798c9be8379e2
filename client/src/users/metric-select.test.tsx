// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { heartRate, restingHeartRate } from '../../test/answers.ts';
import { show } from '../../test/render.tsx';
import { MetricSelect } from './metric-select.tsx';

it('offers every metric with its unit, and puts the chosen one into the URL beside what is there', async () => {
  const { user, place } = show(<MetricSelect datasets={[heartRate, restingHeartRate]} metric={heartRate} />, {
    at: '/explore?user=ada',
  });
  await user.click(screen.getByRole('combobox', { name: 'Metric' }));
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    'Heart rate (bpm)',
    'Resting heart rate and zones (bpm)',
  ]);
  await user.click(screen.getByRole('option', { name: /^Resting/ }));
  expect(place().search.toString()).toBe('user=ada&metric=activities_heart_summary');
});
